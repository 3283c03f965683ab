import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DialectId, Reading } from "../../src/dialects/dialect.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { cutAt, somePlaces } from "../support/cut-bytes.ts";
import { corpusFolder, hasCorpus } from "../support/recorded-usage.ts";
import { watchPieces } from "../support/watch-pieces.ts";

const dialectOfApi: Readonly<Record<string, DialectId>> = {
  "chat.completions": "openai-chat",
  responses: "openai-responses",
  "responses.compact": "openai-responses",
  messages: "anthropic-messages",
  count_tokens: "anthropic-messages",
  generateContent: "gemini",
  embedContent: "gemini",
  countTokens: "gemini",
  embeddings: "openai",
  completions: "openai",
  rerank: "openai",
  images: "openai",
  audio: "openai",
  moderations: "openai",
  files: "openai",
  models: "openai",
};

interface Fields {
  readonly [name: string]: unknown;
}

/** A field that is an object, or an empty one. */
function fieldsAt(fields: Fields, ...names: readonly string[]): Fields {
  const found = names.map((name) => fields[name]).find((value) => typeof value === "object" && value !== null);
  return found === undefined ? {} : { ...found };
}

/** The first of the named fields that is a number. */
function numberAt(fields: Fields, ...names: readonly string[]): number | undefined {
  return names.map((name) => fields[name]).find((value) => typeof value === "number");
}

interface Exchange {
  readonly id: string;
  readonly provider: string;
  readonly dialect: DialectId;
  readonly stream: boolean;
  readonly bytes: Uint8Array;
  /** The last usage object, as the recording names it. */
  readonly usage: Fields | undefined;
}

function readExchanges(): readonly Exchange[] {
  return readdirSync(corpusFolder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(`${corpusFolder}${name}`, "utf8").trimEnd().split("\n"))
    .flatMap((line) => {
      const { id, provider, api, usage, response } = JSON.parse(line);
      const dialect = dialectOfApi[api];
      if (dialect === undefined || (response.kind !== "json" && response.kind !== "sse")) return [];
      const text = response.kind === "sse" ? response.body : JSON.stringify(response.body);
      const stream = response.kind === "sse" || Array.isArray(response.body);
      return [{ id, provider, dialect, stream, bytes: Buffer.from(text), usage: usage?.last.value }];
    });
}

/** What a usage object says, read again with other means than the dialects': sums of fields, and the total's word. */
function expectedTokens(dialect: DialectId, usage: Fields) {
  if (dialect === "anthropic-messages") return expectedAnthropic(usage);
  return dialect === "gemini" ? expectedGemini(usage) : expectedOpenAi(usage);
}

function expectedOpenAi(usage: Fields) {
  const input = numberAt(usage, "prompt_tokens", "input_tokens");
  const output = numberAt(usage, "completion_tokens", "output_tokens");
  const details = fieldsAt(usage, "prompt_tokens_details", "input_tokens_details");
  const audioBeside =
    numberAt(usage, "prompt_audio_seconds") === undefined ? 0 : (numberAt(details, "audio_tokens") ?? 0);
  const total = numberAt(usage, "total_tokens");
  const everyCacheName = ["cache_read_input_tokens", "prompt_cache_hit_tokens", "num_cached_tokens", "cached_tokens"];
  return {
    input: input === undefined ? total : input + audioBeside,
    output: output === undefined || total === undefined ? output : total - (input ?? 0) - audioBeside,
    cacheRead: Math.max(
      numberAt(details, "cached_tokens") ?? 0,
      ...everyCacheName.map((name) => numberAt(usage, name) ?? 0),
    ),
    cacheWrite: numberAt(details, "cache_write_tokens") ?? 0,
    reasoning: numberAt(fieldsAt(usage, "completion_tokens_details", "output_tokens_details"), "reasoning_tokens"),
  };
}

function expectedAnthropic(usage: Fields) {
  const iterations: readonly Fields[] = Array.isArray(usage["iterations"]) ? usage["iterations"] : [];
  const all = [usage, ...iterations.filter((one) => one["type"] === "compaction")];
  const total = (field: string) =>
    numberAt(usage, field) === undefined ? undefined : all.reduce((sum, one) => sum + (numberAt(one, field) ?? 0), 0);
  const cacheRead = total("cache_read_input_tokens");
  const cacheWrite = total("cache_creation_input_tokens");
  const input = total("input_tokens");
  return {
    // A stream's last usage may name the output only; then the input stood in an earlier one.
    input: input === undefined ? undefined : input + (cacheRead ?? 0) + (cacheWrite ?? 0),
    output: total("output_tokens"),
    cacheRead,
    cacheWrite,
    reasoning: numberAt(fieldsAt(usage, "output_tokens_details"), "thinking_tokens"),
  };
}

function expectedGemini(usage: Fields) {
  const input = (numberAt(usage, "promptTokenCount") ?? 0) + (numberAt(usage, "toolUsePromptTokenCount") ?? 0);
  const parts = (numberAt(usage, "candidatesTokenCount") ?? 0) + (numberAt(usage, "thoughtsTokenCount") ?? 0);
  const total = numberAt(usage, "totalTokenCount");
  return {
    input,
    output: total === undefined ? parts || undefined : total - input,
    cacheRead: numberAt(usage, "cachedContentTokenCount"),
    cacheWrite: undefined,
    reasoning: numberAt(usage, "thoughtsTokenCount"),
  };
}

/** Fields that count nothing a ledger has a column for: seconds of audio, prices, kinds of traffic. */
function countsTokens(usage: Fields): boolean {
  return Object.keys(usage).some((key) => /token|search_units/i.test(key));
}

function compare(exchange: Exchange, reading: Reading): readonly string[] {
  if (exchange.usage === undefined || !countsTokens(exchange.usage)) {
    return reading.usage === undefined ? [] : [`${exchange.id}: a usage was read where none is`];
  }
  const read = reading.usage;
  if (read === undefined) return [`${exchange.id}: no usage was read`];
  const expected = expectedTokens(exchange.dialect, exchange.usage);
  const written = (read.cacheWrite5mTokens ?? 0) + (read.cacheWrite1hTokens ?? 0);
  const pairs: readonly (readonly [string, number | null, number | undefined])[] = [
    ["input", read.inputTokens, expected.input],
    ["output", read.outputTokens, expected.output],
    ["cacheRead", read.cacheReadTokens ?? 0, expected.cacheRead],
    ["cacheWrite", written, expected.cacheWrite],
    ["reasoning", read.reasoningTokens, expected.reasoning],
  ];
  return pairs
    .filter(([, got, wanted]) => wanted !== undefined && got !== wanted)
    .map(([name, got, wanted]) => `${exchange.id}: ${name} is ${got}, not ${wanted}`);
}

/** A chat stream without its events that hold nothing but a usage, found by splitting and parsing all of it. */
function withoutUsageEvents(bytes: Uint8Array): string {
  const parts = Buffer.from(bytes)
    .toString("latin1")
    .split(/(?<=\n\n|\r\n\r\n)/);
  return parts.filter((part) => !isUsageEvent(part)).join("");
}

function isUsageEvent(part: string): boolean {
  const data = /^data: ?(\{.*\})/m.exec(part)?.[1];
  if (data === undefined) return false;
  const chunk = JSON.parse(data);
  const usage = chunk.usage ?? chunk.x_groq?.usage;
  return typeof usage === "object" && usage !== null && (chunk.choices ?? []).length === 0 && chunk.error === undefined;
}

const smallStream = 1_500;

describe.skipIf(!hasCorpus)("recorded traffic (skipped when ../shared/recorded-traffic is absent)", () => {
  const exchanges = hasCorpus ? readExchanges() : [];

  it("reads of every answer the tokens that its last usage object says", () => {
    const wrong = exchanges.flatMap((exchange) => {
      const dialect = dialects[exchange.dialect];
      const whole = watchPieces(dialect, [exchange.bytes], {
        contentType: exchange.stream ? "text/event-stream" : "application/json",
      });
      const contentType = exchange.bytes[0] === 0x5b ? "application/json" : "text/event-stream";
      const reading = exchange.stream
        ? watchPieces(dialect, [exchange.bytes], { contentType }).reading
        : dialect.readAnswer(exchange.bytes, {});
      if (!exchange.stream) expect(whole.reading, exchange.id).toEqual(reading);
      return compare(exchange, reading);
    });
    expect(exchanges.length).toBeGreaterThan(3_900);
    expect(wrong).toEqual([]);
  });

  it("reads a stream the same wherever it is cut, and forwards its bytes unchanged", () => {
    for (const { id, dialect, bytes, stream } of exchanges) {
      if (!stream) continue;
      const contentType = bytes[0] === 0x5b ? "application/json" : "text/event-stream";
      const { reading, ended } = watchPieces(dialects[dialect], [bytes], { contentType });
      for (const seed of [1, 2]) {
        const pieces = cutAt(bytes, somePlaces(bytes.length, seed === 1 ? 60 : 1_500, bytes.length + seed));
        const cut = watchPieces(dialects[dialect], pieces, { contentType });
        expect(cut.reading, id).toEqual(reading);
        expect(cut.ended, id).toBe(ended);
        expect(Buffer.compare(cut.forwarded, bytes), id).toBe(0);
      }
    }
  }, 60_000);

  it("cuts out the usage event, and nothing else, wherever a chat stream is cut", () => {
    let withheld = 0;
    for (const { id, dialect, bytes, stream } of exchanges) {
      if (!stream || dialect !== "openai-chat") continue;
      const expected = withoutUsageEvents(bytes);
      if (expected.length !== bytes.length) withheld += 1;
      const reading = watchPieces(dialects[dialect], [bytes]).reading;
      const cuts = bytes.length < smallStream ? Array.from({ length: bytes.length }, (_, at) => [at]) : [[]];
      const random = somePlaces(bytes.length, 90, bytes.length);
      for (const places of [...cuts, random]) {
        const cut = watchPieces(dialects[dialect], cutAt(bytes, places), { withholdUsage: true });
        if (Buffer.from(cut.forwarded).toString("latin1") !== expected) expect.fail(`${id} cut at ${places.join()}`);
        if (places === random) expect(cut.reading, id).toEqual(reading);
      }
    }
    expect(withheld).toBeGreaterThan(200);
  }, 60_000);
});
