import { describe, expect, it } from "vitest";
import { readOpenAiUsage } from "../../src/dialects/read-openai-usage.ts";
import type { Usage } from "../../src/ledger/usage.ts";

/** Only what was said: a ledger column that nobody named is null. */
function said(usage: Usage | undefined) {
  return Object.fromEntries(Object.entries(usage ?? {}).filter(([, value]) => value !== null));
}

/** Each case is a form that a provider was recorded to send, its numbers kept. */
const cases: Readonly<Record<string, readonly [sent: object, read: Partial<Usage>]>> = {
  "OpenAI: cached, audio and reasoning tokens are parts of the totals": [
    {
      prompt_tokens: 4360,
      completion_tokens: 80,
      total_tokens: 4440,
      prompt_tokens_details: { cached_tokens: 4352, audio_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 64, audio_tokens: 7 },
    },
    {
      inputTokens: 4360,
      cacheReadTokens: 4352,
      outputTokens: 80,
      reasoningTokens: 64,
      inputAudioTokens: 4,
      outputAudioTokens: 7,
    },
  ],
  "xAI chat: reasoning is beside the output and in the total": [
    {
      prompt_tokens: 12,
      completion_tokens: 1,
      total_tokens: 303,
      prompt_tokens_details: { cached_tokens: 11, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 290, audio_tokens: 0 },
      num_sources_used: 3,
    },
    {
      inputTokens: 12,
      cacheReadTokens: 11,
      outputTokens: 291,
      reasoningTokens: 290,
      inputAudioTokens: 0,
      outputAudioTokens: 0,
      searchUnits: 3,
    },
  ],
  "xAI responses: reasoning is in the output, searches and tools are counted by kind": [
    {
      input_tokens: 359,
      output_tokens: 210,
      total_tokens: 569,
      output_tokens_details: { reasoning_tokens: 189 },
      num_sources_used: 0,
      num_server_side_tools_used: 6,
      server_side_tool_usage_details: {
        web_search_calls: 2,
        x_search_calls: 3,
        code_interpreter_calls: 1,
        mcp_calls: 0,
      },
    },
    { inputTokens: 359, outputTokens: 210, reasoningTokens: 189, searchUnits: 5, toolUnits: 1 },
  ],
  "Gemini's OpenAI form: thinking shows in the total only": [
    { prompt_tokens: 35, completion_tokens: 12, total_tokens: 109 },
    { inputTokens: 35, outputTokens: 74, reasoningTokens: 62 },
  ],
  "Mistral's Voxtral: audio is beside the prompt and in the total": [
    {
      prompt_tokens: 11,
      completion_tokens: 15,
      total_tokens: 401,
      prompt_audio_seconds: 5,
      prompt_tokens_details: { audio_tokens: 375, cached_tokens: 9 },
    },
    { inputTokens: 386, cacheReadTokens: 9, outputTokens: 15, inputAudioTokens: 375 },
  ],
  "Doubleword's Qwen: more reasoning than output, and totals that agree": [
    {
      prompt_tokens: 42,
      completion_tokens: 2298,
      total_tokens: 2340,
      completion_tokens_details: { reasoning_tokens: 2948 },
    },
    { inputTokens: 42, outputTokens: 2298, reasoningTokens: 2948 },
  ],
  "OpenRouter: the same tokens are shown as read from the cache and written to it": [
    {
      prompt_tokens: 2168,
      completion_tokens: 100,
      total_tokens: 2268,
      prompt_tokens_details: { cached_tokens: 2161, cache_write_tokens: 2161 },
      server_tool_use_details: { web_search_requests: 1, tool_calls_executed: 1, tool_calls_requested: 1 },
    },
    { inputTokens: 2168, cacheReadTokens: 2161, cacheWrite5mTokens: 2161, outputTokens: 100, searchUnits: 1 },
  ],
  "OpenAI responses: cache writes are part of the input": [
    {
      input_tokens: 4022,
      output_tokens: 5,
      total_tokens: 4027,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 4012 },
    },
    { inputTokens: 4022, cacheReadTokens: 0, cacheWrite5mTokens: 4012, outputTokens: 5 },
  ],
  "Anthropic behind a chat form: the cache is beside the input, and the total says so": [
    {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 1115,
      cache_read_input_tokens: 1000,
      cache_creation_input_tokens: 100,
    },
    { inputTokens: 1110, cacheReadTokens: 1000, cacheWrite5mTokens: 100, outputTokens: 5 },
  ],
  "Anthropic behind a chat form: the cache cannot be part of fewer input tokens": [
    { prompt_tokens: 10, completion_tokens: 5, cache_read_input_tokens: 1000 },
    { inputTokens: 1010, cacheReadTokens: 1000, outputTokens: 5 },
  ],
  "Doubleword: cache writes by lifetime": [
    {
      prompt_tokens: 100,
      completion_tokens: 5,
      total_tokens: 105,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20, ephemeral_24h_input_tokens: 30 },
      cache_creation_input_tokens: 60,
    },
    { inputTokens: 100, cacheWrite5mTokens: 10, cacheWrite1hTokens: 50, outputTokens: 5 },
  ],
  "Venice: cache reads under Anthropic's name": [
    {
      prompt_tokens: 5286,
      completion_tokens: 9,
      total_tokens: 5295,
      cache_read_input_tokens: 5280,
      prompt_tokens_details: null,
    },
    { inputTokens: 5286, cacheReadTokens: 5280, outputTokens: 9 },
  ],
  "DeepSeek: cache reads as hits and misses": [
    {
      prompt_tokens: 482,
      completion_tokens: 23,
      total_tokens: 505,
      prompt_cache_hit_tokens: 384,
      prompt_cache_miss_tokens: 98,
    },
    { inputTokens: 482, cacheReadTokens: 384, outputTokens: 23 },
  ],
  "Mistral: cache reads beside the details": [
    { prompt_tokens: 100, completion_tokens: 6, total_tokens: 106, num_cached_tokens: 76 },
    { inputTokens: 100, cacheReadTokens: 76, outputTokens: 6 },
  ],
  "Hugging Face: cache reads at the top, details null": [
    {
      prompt_tokens: 16,
      completion_tokens: 216,
      total_tokens: 232,
      cached_tokens: 8,
      prompt_tokens_details: null,
      completion_tokens_details: null,
    },
    { inputTokens: 16, cacheReadTokens: 8, outputTokens: 216 },
  ],
  "Writer: details without the plural": [
    {
      prompt_tokens: 40,
      completion_tokens: 300,
      total_tokens: 340,
      prompt_token_details: { cached_tokens: 3 },
      completion_token_details: { reasoning_tokens: 2 },
      prompt_tokens_details: null,
    },
    { inputTokens: 40, cacheReadTokens: 3, outputTokens: 300, reasoningTokens: 2 },
  ],
  "GitHub Copilot: reasoning at the top": [
    {
      prompt_tokens: 38,
      completion_tokens: 49,
      total_tokens: 87,
      reasoning_tokens: 11,
      completion_tokens_details: { accepted_prediction_tokens: 0 },
    },
    { inputTokens: 38, outputTokens: 49, reasoningTokens: 11 },
  ],
  "Perplexity: search queries are billed by the piece": [
    { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30, num_search_queries: 18, cost: { total_cost: 1 } },
    { inputTokens: 10, outputTokens: 20, searchUnits: 18 },
  ],
  "Voyage: only a total": [{ total_tokens: 18 }, { inputTokens: 18 }],
  "Cohere's rerank: search units": [{ search_units: 1 }, { searchUnits: 1 }],
  "OpenAI images: tokens of images are input and output": [
    {
      input_tokens: 14,
      input_tokens_details: { text_tokens: 14, image_tokens: 0 },
      output_tokens: 272,
      total_tokens: 286,
    },
    { inputTokens: 14, outputTokens: 272 },
  ],
  "Groq: times are no counts": [
    { prompt_tokens: 80, completion_tokens: 38, total_tokens: 118, prompt_time: 0.02, completion_time: 0.08 },
    { inputTokens: 80, outputTokens: 38 },
  ],
};

describe("readOpenAiUsage", () => {
  for (const [name, [sent, read]] of Object.entries(cases)) {
    it(`reads ${name}`, () => {
      expect(said(readOpenAiUsage(sent, {}))).toEqual(read);
    });
  }

  it("reads nothing from what is no usage", () => {
    for (const sent of [
      undefined,
      null,
      5,
      "12",
      [],
      {},
      { prompt_tokens: null },
      { type: "duration", seconds: 6 },
      { prompt_tokens: -1 },
      { prompt_tokens: Number.NaN },
    ]) {
      expect(readOpenAiUsage(sent, {})).toBeUndefined();
    }
  });

  it("adds reasoning that a quirk says is beside, once, and in the chat form only", () => {
    const quirks = { reasoningBesideOutput: true };
    const details = { reasoning_tokens: 290 };
    const withoutTotal = { prompt_tokens: 12, completion_tokens: 1, completion_tokens_details: details };
    expect(readOpenAiUsage(withoutTotal, quirks)?.outputTokens).toBe(291);
    expect(readOpenAiUsage({ ...withoutTotal, total_tokens: 303 }, quirks)?.outputTokens).toBe(291);
    expect(readOpenAiUsage({ ...withoutTotal, total_tokens: 13 }, quirks)?.outputTokens).toBe(291);
    const responses = { input_tokens: 359, output_tokens: 310, total_tokens: 669, output_tokens_details: details };
    expect(readOpenAiUsage(responses, quirks)?.outputTokens).toBe(310);
  });
});
