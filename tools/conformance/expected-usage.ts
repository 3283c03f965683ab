import { at, fields } from "./recorded-exchange.ts";
import type { Fields } from "./recorded-exchange.ts";
import type { Family } from "./services.ts";

/** What the ledger's columns must hold; undefined: nobody said, and the column is empty. */
export interface ExpectedUsage {
  readonly input_tokens: number | undefined;
  readonly cache_read_tokens: number | undefined;
  readonly cache_write_5m_tokens: number | undefined;
  readonly cache_write_1h_tokens: number | undefined;
  readonly output_tokens: number | undefined;
  readonly reasoning_tokens: number | undefined;
  readonly input_audio_tokens: number | undefined;
  readonly output_audio_tokens: number | undefined;
  readonly tool_units: number | undefined;
  readonly search_units: number | undefined;
  /** No column, but a price of its own: the part of the cached input that is audio, and of the output that is images. */
  readonly cachedAudio: number | undefined;
  readonly outputImages: number | undefined;
}

export interface UsageQuestion {
  /** Every usage object of the answer, in order: more than one in a stream. */
  readonly said: readonly Fields[];
  /** False for a message whose stream ended before it said how much it wrote. */
  readonly isFinal: boolean;
  /** The host leaves reasoning out of `completion_tokens`. */
  readonly reasoningBesideOutput: boolean;
  /** Searches that the answer counts outside its usage. */
  readonly searchesBeside: number | undefined;
}

/**
 * The tokens that an answer's own usage objects stand for. Written from the providers' documentation and from what the
 * recordings show, and from nothing of the gateway's: it is what the gateway is held against. Undefined: no usage.
 */
export function expectedUsage(family: Family, question: UsageQuestion): ExpectedUsage | undefined {
  const usage = readers[family](question);
  return Object.values(usage).every((count) => count === undefined) ? undefined : usage;
}

const readers: Readonly<Record<Family, (question: UsageQuestion) => ExpectedUsage>> = {
  openai: readOpenAi,
  anthropic: readAnthropic,
  gemini: readGemini,
};

/** Under which names each count stands. The first that is there counts. */
const names = {
  openaiInput: ["prompt_tokens", "input_tokens"],
  openaiOutput: ["completion_tokens", "output_tokens"],
  openaiReasoning: [
    "completion_tokens_details.reasoning_tokens",
    "output_tokens_details.reasoning_tokens",
    "completion_token_details.reasoning_tokens",
    "reasoning_tokens",
  ],
  openaiInputAudio: [
    "prompt_tokens_details.audio_tokens",
    "input_tokens_details.audio_tokens",
    "input_token_details.audio_tokens",
    "audio_prompt_tokens",
  ],
  openaiOutputAudio: ["completion_tokens_details.audio_tokens", "output_tokens_details.audio_tokens"],
  openaiWritten: [
    "prompt_tokens_details.cache_write_tokens",
    "input_tokens_details.cache_write_tokens",
    "cache_creation_input_tokens",
  ],
  openaiSearches: [
    "server_tool_use_details.web_search_requests",
    "num_search_queries",
    "num_sources_used",
    "search_units",
  ],
} as const;

/** Names for cached input; where several are there, all but one are zeros. */
const cachedNames = [
  "prompt_tokens_details.cached_tokens",
  "input_tokens_details.cached_tokens",
  "prompt_token_details.cached_tokens",
  "cache_read_input_tokens",
  "prompt_cache_hit_tokens",
  "num_cached_tokens",
  "cached_tokens",
] as const;

function readOpenAi({ said, reasoningBesideOutput, searchesBeside }: UsageQuestion): ExpectedUsage {
  const usage = said.at(-1) ?? {};
  const cached = most(cachedNames.map((name) => number(usage, name)));
  const writes = openAiWrites(usage);
  const reasoning = first(usage, names.openaiReasoning);
  const inputAudio = first(usage, names.openaiInputAudio);
  const totals = openAiTotals(usage, {
    cached: cached ?? 0,
    written: (writes.short ?? 0) + (writes.long ?? 0),
    audio: inputAudio ?? 0,
    reasoning,
    reasoningBesideOutput,
  });
  const tools = fields(usage["server_side_tool_usage_details"]);
  const isSearch = (name: string): boolean => name === "web_search_calls" || name === "x_search_calls";
  const toolNames = Object.keys(tools);
  const searches = total(toolNames.filter(isSearch).map((name) => number(tools, name)));
  return {
    ...totals,
    cache_read_tokens: cached,
    cache_write_5m_tokens: writes.short,
    cache_write_1h_tokens: writes.long,
    input_audio_tokens: inputAudio,
    output_audio_tokens: first(usage, names.openaiOutputAudio),
    cachedAudio: undefined,
    outputImages: first(usage, ["completion_tokens_details.image_tokens", "output_tokens_details.image_tokens"]),
    search_units: searches ?? first(usage, names.openaiSearches) ?? searchesBeside,
    tool_units:
      total(toolNames.filter((name) => !isSearch(name)).map((name) => number(tools, name))) ??
      number(usage, "num_server_side_tools_used"),
  };
}

function openAiWrites(usage: Fields): { readonly short: number | undefined; readonly long: number | undefined } {
  const written = first(usage, names.openaiWritten);
  const lifetimes = fields(usage["cache_creation"]);
  const long = total([number(lifetimes, "ephemeral_1h_input_tokens"), number(lifetimes, "ephemeral_24h_input_tokens")]);
  const short = number(lifetimes, "ephemeral_5m_input_tokens");
  // What no lifetime claims has the shortest.
  return { long, short: written === undefined ? short : Math.max(short ?? 0, written - (long ?? 0)) };
}

interface Parts {
  readonly cached: number;
  readonly written: number;
  readonly audio: number;
  readonly reasoning: number | undefined;
  readonly reasoningBesideOutput: boolean;
}

type Totals = Pick<ExpectedUsage, "input_tokens" | "output_tokens" | "reasoning_tokens">;

/** `total_tokens` is what is billed: where it is more than its parts, something stands beside them. */
function openAiTotals(usage: Fields, parts: Parts): Totals {
  const input = first(usage, names.openaiInput);
  const output = first(usage, names.openaiOutput);
  const all = number(usage, "total_tokens");
  const said = { input_tokens: input, output_tokens: output, reasoning_tokens: parts.reasoning };
  if (input === undefined)
    return { ...said, input_tokens: all === undefined ? undefined : Math.max(0, all - (output ?? 0)) };
  // Anthropic's way of counting in OpenAI's form: more is cached than there is input.
  const beside = Math.max(parts.cached, parts.written) > input ? parts.cached + parts.written : 0;
  const more = (all ?? 0) - input - (output ?? 0);
  if (output === undefined) return { ...said, input_tokens: input + beside };
  if (more > 0) return withMore({ input, output, more }, parts);
  const isXaiChat = parts.reasoningBesideOutput && usage["completion_tokens"] !== undefined;
  return { ...said, input_tokens: input + beside, output_tokens: output + (isXaiChat ? (parts.reasoning ?? 0) : 0) };
}

/** Where what the total has more belongs: the one part, or the two, that are exactly as large; else unsaid thinking. */
function withMore(
  said: { readonly input: number; readonly output: number; readonly more: number },
  parts: Parts,
): Totals {
  const reasoning = parts.reasoning ?? 0;
  const cache = parts.cached + parts.written;
  const explanations = [
    { input: 0, output: reasoning },
    { input: parts.audio, output: 0 },
    { input: parts.audio, output: reasoning },
    { input: cache, output: 0 },
    { input: cache, output: reasoning },
  ];
  const found = explanations.find((one) => one.input + one.output === said.more) ?? { input: 0, output: said.more };
  return {
    input_tokens: said.input + found.input,
    output_tokens: said.output + found.output,
    // Gemini's OpenAI form shows its thinking in the total only.
    reasoning_tokens: parts.reasoning ?? (found.output === said.more ? said.more : undefined),
  };
}

/** The input leaves out what the cache served or took; later counts replace earlier ones; compactions are billed besides. */
function readAnthropic({ said, isFinal }: UsageQuestion): ExpectedUsage {
  const usage = Object.assign(
    {},
    ...said.map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== null))),
  );
  const iterations: readonly unknown[] = Array.isArray(usage["iterations"]) ? usage["iterations"] : [];
  const runs = [usage, ...iterations.map(fields).filter((one) => one["type"] === "compaction")];
  const sumOf = (read: (run: Fields) => number | undefined): number | undefined => total(runs.map(read));
  const read = (run: Fields): number | undefined => number(run, "cache_read_input_tokens");
  const long = (run: Fields): number | undefined => number(run, "cache_creation.ephemeral_1h_input_tokens");
  const written = (run: Fields): number | undefined =>
    number(run, "cache_creation_input_tokens") ??
    total([number(run, "cache_creation.ephemeral_5m_input_tokens"), long(run)]);
  const input = (run: Fields): number | undefined => {
    const fresh = number(run, "input_tokens");
    return fresh === undefined ? undefined : fresh + (read(run) ?? 0) + (written(run) ?? 0);
  };
  const tools = fields(usage["server_tool_use"]);
  const others = Object.keys(tools).filter((name) => name !== "web_search_requests");
  return {
    input_tokens: sumOf(input),
    cache_read_tokens: sumOf(read),
    cache_write_5m_tokens: sumOf((run) => {
      const all = written(run);
      return all === undefined ? undefined : all - (long(run) ?? 0);
    }),
    cache_write_1h_tokens: sumOf(long),
    output_tokens: isFinal ? sumOf((run) => number(run, "output_tokens")) : undefined,
    reasoning_tokens: number(usage, "output_tokens_details.thinking_tokens"),
    input_audio_tokens: undefined,
    output_audio_tokens: undefined,
    cachedAudio: undefined,
    outputImages: undefined,
    tool_units: total(others.map((name) => number(tools, name))),
    search_units: number(tools, "web_search_requests"),
  };
}

/** The prompt holds what the cache served, and leaves out what tools put in; the candidates leave out the thoughts. */
function readGemini({ said }: UsageQuestion): ExpectedUsage {
  const usage = said.findLast((one) => Object.keys(one).some((name) => /tokencount/i.test(name))) ?? {};
  const prompt = number(usage, "promptTokenCount");
  const tools = number(usage, "toolUsePromptTokenCount");
  const thoughts = number(usage, "thoughtsTokenCount");
  const candidates = number(usage, "candidatesTokenCount");
  const all = number(usage, "totalTokenCount");
  const output = total([candidates, thoughts]);
  const isToolInside = all !== undefined && all === total([prompt, output]);
  const input = isToolInside ? prompt : total([prompt, tools]);
  return {
    input_tokens: input,
    cache_read_tokens: number(usage, "cachedContentTokenCount"),
    cache_write_5m_tokens: undefined,
    cache_write_1h_tokens: undefined,
    output_tokens: output ?? (all === undefined || input === undefined ? undefined : Math.max(0, all - input)),
    reasoning_tokens: thoughts,
    input_audio_tokens: modality(usage["promptTokensDetails"], "AUDIO"),
    output_audio_tokens: modality(usage["candidatesTokensDetails"], "AUDIO"),
    cachedAudio: modality(usage["cacheTokensDetails"], "AUDIO"),
    // The list names every modality there is: without images in it, there are none.
    outputImages: Array.isArray(usage["candidatesTokensDetails"])
      ? (modality(usage["candidatesTokensDetails"], "IMAGE") ?? 0)
      : undefined,
    tool_units: undefined,
    search_units: undefined,
  };
}

function modality(details: unknown, name: string): number | undefined {
  if (!Array.isArray(details)) return undefined;
  return total(details.filter((one) => at(one, "modality") === name).map((one) => number(one, "tokenCount")));
}

function number(value: unknown, path: string): number | undefined {
  const found = at(value, path);
  return typeof found === "number" ? found : undefined;
}

function first(usage: Fields, paths: readonly string[]): number | undefined {
  return paths.map((path) => number(usage, path)).find((count) => count !== undefined);
}

function total(counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0);
}

function most(counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
