import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/dialects/apply-edits.ts";
import type { DialectId } from "../../src/dialects/dialect.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { scanJsonBody } from "../../src/dialects/scan-json-body.ts";
import type { TextSpan } from "../../src/dialects/transcript.ts";
import { cutAt, somePlaces } from "../support/cut-bytes.ts";
import { corpusFolder, hasCorpus } from "../support/recorded-usage.ts";
import { fullPrompt } from "../support/rendered-prompt.ts";

if (!hasCorpus) console.warn(`Skipped: there is no recorded traffic at ${corpusFolder}, so no transcript is checked.`);

const dialectOfApi: Readonly<Record<string, DialectId>> = {
  "chat.completions": "openai-chat",
  responses: "openai-responses",
  messages: "anthropic-messages",
  count_tokens: "anthropic-messages",
  generateContent: "gemini",
  embedContent: "gemini",
  countTokens: "gemini",
  embeddings: "openai",
  completions: "openai",
  rerank: "openai",
};

/** Where each dialect that takes prompts has its messages, and what a prompt adds to where the caller has begun it. */
const messagesOf: Readonly<Partial<Record<DialectId, string>>> = {
  "openai-chat": "messages",
  "openai-responses": "input",
  "anthropic-messages": "messages",
  gemini: "contents",
};
const touched: ReadonlySet<string> = new Set([
  "messages",
  "input",
  "contents",
  "system",
  "systemInstruction",
  "system_instruction",
  "prompt",
  "variables",
  "generationConfig",
  "generation_config",
  "reasoning",
  "text",
  "output_config",
]);

interface Recording {
  readonly id: string;
  readonly dialect: DialectId;
  readonly request: unknown;
  /** The text of a stream; undefined: the answer was plain. */
  readonly stream: string | undefined;
}

function readRecordings(): readonly Recording[] {
  return readdirSync(corpusFolder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(`${corpusFolder}${name}`, "utf8").trimEnd().split("\n"))
    .flatMap((line) => {
      const { id, api, request, response } = JSON.parse(line);
      const dialect = dialectOfApi[api];
      if (dialect === undefined) return [];
      return [{ id, dialect, request: request.body, stream: response.kind === "sse" ? response.body : undefined }];
    });
}

/** Every string of a value by its JSON pointer: what a transcript is held against, found by other means. */
function stringsOf(value: unknown, pointer = ""): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[pointer, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    stringsOf(inner, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
}

/** Members in which models are told something, at any depth; and those at the top in which nobody is. */
const telling = /\/(?:text|content|arguments|description|instructions|output|query|thinking|enum)(?:\/\d+)?$/;
const settings = /^\/(?:metadata|stop|user|model|labels|reasoning|stop_sequences|safetySettings)(?:\/|$)/;
const sentence = /[^\x21-\x7e]/;

function mustBeFound(pointer: string, text: string): boolean {
  if (text === "" || settings.test(pointer) || /stopSequences|stop_sequences/.test(pointer)) return false;
  return sentence.test(text) || telling.test(pointer);
}

function literalOf(bytes: Uint8Array, { start, end }: TextSpan): unknown {
  return JSON.parse(Buffer.from(bytes.subarray(start, end)).toString());
}

describe.skipIf(!hasCorpus)("recorded traffic (needs ../shared/recorded-traffic)", () => {
  const recordings = hasCorpus ? readRecordings() : [];
  const requests = recordings.filter(
    ({ request }) => typeof request === "object" && request !== null && !Array.isArray(request),
  );

  it("has enough requests to be worth the name", () => {
    expect(requests.length).toBeGreaterThan(3_000);
    expect(recordings.filter(({ stream }) => stream !== undefined).length).toBeGreaterThan(1_000);
  });

  it("keeps no text of a request from its transcript, and every span is the text's own literal", () => {
    for (const { id, dialect, request } of requests) {
      const bytes = Buffer.from(JSON.stringify(request));
      const { spans, truncated } = dialects[dialect].texts.transcript(scanJsonBody(bytes));
      const found = new Map(spans.map((span) => [span.pointer, span]));
      const missed = stringsOf(request).filter(([pointer, text]) => mustBeFound(pointer, text) && !found.has(pointer));
      expect({ id, missed, truncated }).toEqual({ id, missed: [], truncated: false });
      const strings = new Map(stringsOf(request));
      for (const span of spans) {
        const written = literalOf(bytes, span);
        const isName = !strings.has(span.pointer);
        if (!isName) expect(written).toBe(strings.get(span.pointer));
        if (span.base64After === undefined) expect(span.text).toBe(written);
      }
    }
  }, 60_000);

  it("takes a prompt into every request, whose own members and messages stay byte for byte", () => {
    let written = 0;
    for (const { id, dialect, request } of requests) {
      const list = messagesOf[dialect];
      if (list === undefined) continue;
      const members = Object.entries(Object(request));
      const own: unknown = Object(request)[list];
      const bytes = Buffer.from(JSON.stringify(request));
      const { edits } = dialects[dialect].applyPrompt(scanJsonBody(bytes), fullPrompt);
      const text = Buffer.from(applyEdits(bytes, edits)).toString();
      const after: Record<string, unknown> = JSON.parse(text);
      // A null is nothing that the caller set.
      const kept = members.filter(([key, value]) => value !== null && !touched.has(key));
      expect(Object.fromEntries(kept.map(([key]) => [key, after[key]])), id).toEqual(Object.fromEntries(kept));
      if (own !== undefined) expect(text, id).toContain(JSON.stringify(own).replaceAll(/^\[|\]$/g, ""));
      expect(text, id).toContain("You help Ann");
      written += 1;
    }
    expect(written).toBeGreaterThan(3_000);
  }, 60_000);

  it("leaves every stream's bytes as they are when nothing is replaced, wherever it is cut", () => {
    for (const [seed, { id, dialect, stream }] of recordings.entries()) {
      if (stream === undefined) continue;
      const bytes = Buffer.from(stream);
      const reader = dialects[dialect].texts.stream("text/event-stream");
      const events = cutAt(bytes, somePlaces(bytes.length, 400, seed)).flatMap((piece) => reader.feed(piece));
      const all = [...events, ...reader.flush()];
      expect(Buffer.concat(all.map((event) => reader.forward(event))).equals(bytes), id).toBe(true);
      for (const event of all) {
        for (const { start, end, text } of event.texts) {
          const literal = Buffer.from(event.bytes.subarray(start, end)).toString();
          if (!literal.startsWith('"data:')) expect(JSON.parse(literal), id).toBe(text);
        }
      }
    }
  }, 60_000);
});
