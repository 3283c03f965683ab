import type { Usage } from "../../ledger/usage.ts";
import { count, fieldsOf, sum, usageOf, type UsageFields } from "../usage-fields.ts";

/**
 * Anthropic's usage object (or what its events add up to, each field's last value) as inclusive totals: its
 * `input_tokens` leaves out what was read from and written to the cache. `outputIsFinal` is false for a stream that broke
 * off before it said how much it wrote: `message_start` carries only a beginning.
 */
export function readAnthropicUsage(usage: UsageFields, outputIsFinal: boolean): Usage | undefined {
  const iterations = Array.isArray(usage["iterations"]) ? usage["iterations"].map(fieldsOf) : [];
  // A compaction runs on the same model and is billed, and the fields at the top leave it out. An advisor runs on another
  // model, which this row cannot price; a declined message before a fallback is not in the fields at the top either.
  const parts = [usage, ...iterations.filter((iteration) => iteration["type"] === "compaction")].map(readTokens);
  const tools = fieldsOf(usage["server_tool_use"]);
  const others = Object.entries(tools).map(([name, runs]) => (name === searches ? null : count(runs)));
  const output = sum(...parts.map((part) => part.output));
  return usageOf({
    inputTokens: sum(...parts.map((part) => part.input)),
    cacheReadTokens: sum(...parts.map((part) => part.cacheRead)),
    cacheWrite5mTokens: sum(...parts.map((part) => part.write5m)),
    cacheWrite1hTokens: sum(...parts.map((part) => part.write1h)),
    outputTokens: outputIsFinal ? output : null,
    reasoningTokens: count(fieldsOf(usage["output_tokens_details"])["thinking_tokens"]),
    toolUnits: sum(...others),
    searchUnits: count(tools[searches]),
  });
}

const searches = "web_search_requests";

function readTokens(usage: UsageFields) {
  const cacheRead = count(usage["cache_read_input_tokens"]);
  const written = count(usage["cache_creation_input_tokens"]);
  const byLifetime = fieldsOf(usage["cache_creation"]);
  const write1h = count(byLifetime["ephemeral_1h_input_tokens"]);
  // A `message_delta` may raise the total without saying which lifetime: what no lifetime claims is the default, 5 minutes.
  const write5m =
    written === null ? count(byLifetime["ephemeral_5m_input_tokens"]) : Math.max(0, written - (write1h ?? 0));
  const input = count(usage["input_tokens"]);
  return {
    // Without its own input count (an old stream's `message_delta`) there is no total to speak of.
    input: input === null ? null : sum(input, cacheRead, written ?? sum(write5m, write1h)),
    cacheRead,
    write5m,
    write1h,
    output: count(usage["output_tokens"]),
  };
}
