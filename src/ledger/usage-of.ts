import type { CallRecord } from "./call-record.ts";
import type { Usage } from "./usage.ts";

/** The usage that a ledger row holds. */
export function usageOf(call: CallRecord): Usage {
  return {
    inputTokens: call.input_tokens ?? null,
    cacheReadTokens: call.cache_read_tokens ?? null,
    cacheWrite5mTokens: call.cache_write_5m_tokens ?? null,
    cacheWrite1hTokens: call.cache_write_1h_tokens ?? null,
    outputTokens: call.output_tokens ?? null,
    reasoningTokens: call.reasoning_tokens ?? null,
    inputAudioTokens: call.input_audio_tokens ?? null,
    outputAudioTokens: call.output_audio_tokens ?? null,
    toolUnits: call.tool_units ?? null,
    searchUnits: call.search_units ?? null,
  };
}
