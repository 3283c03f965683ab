import type { Usage } from "../ledger/usage.ts";
import type { UsageQuirks } from "./dialect.ts";
import { count, fieldsOf, sum, usageOf, type UsageFields } from "./usage-fields.ts";

/**
 * A usage object in any of OpenAI's forms (chat, completions, responses, embeddings, images, transcriptions), and in
 * what other providers have made of them, as inclusive totals. Undefined when it names no number that is a usage.
 * Where the parts and the total disagree, the total decides: it is what the provider bills by.
 */
export function readOpenAiUsage(value: unknown, quirks: UsageQuirks): Usage | undefined {
  const usage = fieldsOf(value);
  // Writer (`prompt_token_details`) and OpenAI's transcriptions (`input_token_details`) leave out the plural.
  const inputDetails = fieldsOf(
    usage["prompt_tokens_details"] ??
      usage["input_tokens_details"] ??
      usage["prompt_token_details"] ??
      usage["input_token_details"],
  );
  const outputDetails = fieldsOf(
    usage["completion_tokens_details"] ??
      usage["output_tokens_details"] ??
      usage["completion_token_details"] ??
      usage["output_token_details"],
  );
  const cache = readCache(usage, inputDetails);
  // Azure and GitHub Copilot also name these two beside the details, and sometimes only there.
  const reasoning = count(outputDetails["reasoning_tokens"], usage["reasoning_tokens"]);
  const inputAudio = count(inputDetails["audio_tokens"], usage["audio_prompt_tokens"]);
  const images = count(outputDetails["image_tokens"]);
  const totals = reconcile({
    input: count(usage["prompt_tokens"], usage["input_tokens"]),
    output: count(usage["completion_tokens"], usage["output_tokens"]),
    total: count(usage["total_tokens"]),
    reasoning,
    inputAudio,
    cacheRead: cache.cacheReadTokens ?? 0,
    cacheWrite: sum(cache.cacheWrite5mTokens, cache.cacheWrite1hTokens) ?? 0,
    // Only the chat form has that quirk: xAI's responses count reasoning into their output like everybody's.
    reasoningBeside: quirks.reasoningBesideOutput === true && usage["completion_tokens"] !== undefined,
  });
  return usageOf({
    inputTokens: totals.input,
    ...cache,
    outputTokens: totals.output,
    reasoningTokens: totals.reasoning,
    inputAudioTokens: inputAudio,
    outputAudioTokens: count(outputDetails["audio_tokens"]),
    ...(images === null ? {} : { outputImageTokens: images }),
    ...readUnits(usage),
  });
}

interface Counts {
  readonly input: number | null;
  readonly output: number | null;
  readonly total: number | null;
  readonly reasoning: number | null;
  readonly inputAudio: number | null;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly reasoningBeside: boolean;
}

interface Totals {
  readonly input: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
}

/** Makes the totals inclusive. Each rule names the provider that needs it. */
function reconcile(counts: Counts): Totals {
  const { input, output, total, reasoning } = counts;
  // Voyage (embeddings, rerank) names the total only, and it is all input.
  if (input === null) return { input: total === null ? null : Math.max(0, total - (output ?? 0)), output, reasoning };
  if (output === null) return { input: withCache(counts, input), output, reasoning };
  const missing = total === null ? 0 : total - input - output;
  if (missing <= 0) {
    // Doubleword's Qwen and OpenRouter's MiniMax count reasoning with another tokenizer and report more of it than
    // output, with totals that agree: output then stays as it is. A quirk overrules even totals that agree.
    const beside = counts.reasoningBeside ? (reasoning ?? 0) : 0;
    return { input: withCache(counts, input), output: output + beside, reasoning };
  }
  return explainMissing(counts, { input, output, missing });
}

/**
 * Cached tokens cannot be part of fewer input tokens: then they are counted beside them, as Anthropic's own form does.
 * Reads and writes are compared one by one: OpenRouter shows tokens that Gemini read from its cache as written, too.
 */
function withCache(counts: Counts, input: number): number {
  return Math.max(counts.cacheRead, counts.cacheWrite) > input ? input + counts.cacheRead + counts.cacheWrite : input;
}

interface Missing {
  readonly input: number;
  readonly output: number;
  /** How many more the total has than input and output together. */
  readonly missing: number;
}

function explainMissing(counts: Counts, { input, output, missing }: Missing): Totals {
  const reasoning = counts.reasoning ?? 0;
  const audio = counts.inputAudio ?? 0;
  const cached = counts.cacheRead + counts.cacheWrite;
  // xAI leaves reasoning out of `completion_tokens` and has it in the total.
  if (missing === reasoning) return { input, output: output + reasoning, reasoning: counts.reasoning };
  // Mistral's Voxtral leaves the audio out of `prompt_tokens` and has it in the total.
  if (missing === audio) return { input: input + audio, output, reasoning: counts.reasoning };
  if (missing === audio + reasoning) {
    return { input: input + audio, output: output + reasoning, reasoning: counts.reasoning };
  }
  // Gateways over Anthropic models carry its way of counting the cache beside the input into this form.
  if (missing === cached) return { input: input + cached, output, reasoning: counts.reasoning };
  if (missing === cached + reasoning) {
    return { input: input + cached, output: output + reasoning, reasoning: counts.reasoning };
  }
  // Gemini's OpenAI form shows thinking in the total only; thinking is billed as output.
  return { input, output: output + missing, reasoning: counts.reasoning ?? missing };
}

function readCache(
  usage: UsageFields,
  inputDetails: UsageFields,
): Pick<Usage, "cacheReadTokens" | "cacheWrite5mTokens" | "cacheWrite1hTokens"> {
  const byLifetime = fieldsOf(usage["cache_creation"]);
  // Doubleword also has a 24-hour cache; the ledger's longest class is the nearest.
  const oneHour = sum(count(byLifetime["ephemeral_1h_input_tokens"]), count(byLifetime["ephemeral_24h_input_tokens"]));
  const fiveMinutes = count(byLifetime["ephemeral_5m_input_tokens"]);
  // OpenAI, Bedrock, OpenRouter: `cache_write_tokens`. Doubleword and proxies over Anthropic: `cache_creation_input_tokens`.
  const written = count(inputDetails["cache_write_tokens"], usage["cache_creation_input_tokens"]);
  const named = (fiveMinutes ?? 0) + (oneHour ?? 0);
  return {
    // In this order: OpenAI and most; Venice; DeepSeek; Mistral; Hugging Face.
    cacheReadTokens: largest(
      inputDetails["cached_tokens"],
      usage["cache_read_input_tokens"],
      usage["prompt_cache_hit_tokens"],
      usage["num_cached_tokens"],
      usage["cached_tokens"],
    ),
    cacheWrite5mTokens: written !== null && written > named ? written - (oneHour ?? 0) : (fiveMinutes ?? written),
    cacheWrite1hTokens: oneHour,
  };
}

/** Some providers fill one of the names for the same thing and leave a zero under another. */
function largest(...values: readonly unknown[]): number | null {
  let most: number | null = null;
  for (const value of values) {
    const one = count(value);
    if (one !== null && (most === null || one > most)) most = one;
  }
  return most;
}

function readUnits(usage: UsageFields): Pick<Usage, "searchUnits" | "toolUnits"> {
  // xAI's responses count each server-side tool; web and X searches are priced as searches, the rest as tool calls.
  let searches: number | null = null;
  let toolCalls: number | null = null;
  const tools = usage["server_side_tool_usage_details"];
  if (tools !== undefined) {
    for (const [tool, runs] of Object.entries(fieldsOf(tools))) {
      if (tool === "web_search_calls" || tool === "x_search_calls") searches = sum(searches, count(runs));
      else toolCalls = sum(toolCalls, count(runs));
    }
  }
  // OpenRouter; its `tool_calls_executed` counts the same searches again.
  const openRouter = fieldsOf(usage["server_tool_use_details"] ?? usage["server_tool_use"]);
  return {
    searchUnits:
      searches ??
      count(
        openRouter["web_search_requests"],
        // Perplexity bills deep research by the queries it ran, xAI's live search by the sources it used.
        usage["num_search_queries"],
        usage["num_sources_used"],
        // Cohere's rerank.
        usage["search_units"],
      ),
    toolUnits: toolCalls ?? count(usage["num_server_side_tools_used"]),
  };
}
