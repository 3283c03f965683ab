import type { AnswerText, AnswerTextKind, AnswerTexts, AnswerToolCall } from "../answer-text.ts";
import { latin1 } from "../latin1.ts";
import type { LiteralSpan } from "../transcript.ts";
import type { AnswerShape } from "./answer-shape.ts";
import type { Draft } from "./draft.ts";
import { jsonPointer } from "./json-pointer.ts";
import { readLiteral, type JsonText } from "./read-literal.ts";
import { TextWalk, type KeptValue, type TextBounds } from "./text-walk.ts";

/** An answer may hold what a tool of the provider's found, so it may be long; no honest one is longer than this. */
export const answerBounds: TextBounds = Object.freeze({ maxSpans: 50_000, maxBytes: 32 * 1024 * 1024 });

/** Members under which a tool call has its arguments, in any dialect. */
const argumentKeys: ReadonlySet<string> = new Set(["arguments", "input", "args", "partialArgs"]);
const tokenKeys: ReadonlySet<string> = new Set(["logprobs", "logprobsResult"]);

/** What to read: a whole answer, or the data of one event, which begins at `position`. */
export interface AnswerReading {
  readonly json: JsonText;
  readonly position: number;
  readonly streamed: boolean;
}

/** Reads every text of a plain answer. Never throws. */
export function readAnswerTexts(body: Uint8Array, shape: AnswerShape): AnswerTexts {
  return readTexts({ json: { bytes: body, text: latin1(body) }, position: 0, streamed: false }, shape);
}

/** The same for whatever part of an answer. */
export function readTexts({ json, position, streamed }: AnswerReading, shape: AnswerShape): AnswerTexts {
  const walk = new TextWalk(json, shape, answerBounds).walk(position);
  const texts = walk.drafts.map((draft) => textOf(draft, { walk, shape, streamed }));
  return {
    texts,
    toolCalls: toolCallsOf({ texts, walk, json }),
    tokens: walk.kept.filter((value) => isTokenList(value, json.text)),
    truncated: walk.truncated,
  };
}

interface Context {
  readonly walk: TextWalk<AnswerTextKind>;
  readonly shape: AnswerShape;
  readonly streamed: boolean;
}

function textOf(draft: Draft<AnswerTextKind>, { walk, shape, streamed }: Context): AnswerText {
  const { path, start, end, text, base64After } = draft;
  const kind = draft.kind ?? shape.otherwise.kind;
  const { segments, whole } = shape.channelOf({ segments: draft.place ?? path, kind, facts: walk.facts, streamed });
  return {
    pointer: jsonPointer(path),
    text,
    kind,
    channel: segments.join("/"),
    toolCall: toolCallOf(segments, kind),
    whole: whole || !streamed,
    start,
    end,
    ...(base64After === undefined ? {} : { base64After }),
  };
}

/** The channel of a tool call: what stands before its name or its arguments. */
function toolCallOf(segments: readonly string[], kind: AnswerTextKind): string | undefined {
  if (kind === "tool-name") return segments.slice(0, -1).join("/");
  if (kind !== "tool-arguments") return undefined;
  const at = segments.findIndex((segment) => argumentKeys.has(segment));
  return segments.slice(0, at === -1 ? -1 : at).join("/");
}

interface Found {
  readonly texts: readonly AnswerText[];
  readonly walk: TextWalk<AnswerTextKind>;
  readonly json: JsonText;
}

function toolCallsOf({ texts, walk, json }: Found): readonly AnswerToolCall[] {
  const values = new Map(walk.kept.filter(isArguments).map((value) => [jsonPointer(value.path.slice(0, -1)), value]));
  return texts.flatMap(({ kind, pointer, text, toolCall }) => {
    if (kind !== "tool-name" || toolCall === undefined) return [];
    const value = values.get(pointer.slice(0, pointer.lastIndexOf("/")));
    return [{ toolCall, name: text, arguments: value === undefined ? undefined : argumentsText(value, json) }];
  });
}

function isArguments({ path }: KeptValue): boolean {
  return argumentKeys.has(path.at(-1) ?? "");
}

/** OpenAI writes arguments as a text that is JSON; the others as JSON. */
function argumentsText({ start, end }: KeptValue, json: JsonText): string | undefined {
  if (json.text.startsWith('"', start)) return readLiteral(json, start, end);
  return new TextDecoder().decode(json.bytes.subarray(start, end));
}

function isTokenList({ path, start, end }: KeptValue & LiteralSpan, text: string): boolean {
  return tokenKeys.has(path.at(-1) ?? "") && !["null", "[]", "{}"].includes(text.slice(start, end));
}
