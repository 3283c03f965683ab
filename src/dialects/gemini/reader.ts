import { parseJson } from "../../lib/parse-json.ts";
import { collectText } from "../collect-text.ts";
import type { Reading } from "../dialect.ts";
import type { EventMeaning, EventReader } from "../event-reader.ts";
import { gatherText } from "../gather-text.ts";
import { JsonCursor } from "../json-cursor.ts";
import { OutputText } from "../output-text.ts";
import { readElements } from "../read-elements.ts";
import { readMembers, type MemberReaders } from "../read-members.ts";
import { takeError } from "../take-error.ts";
import { takeObject } from "../take-object.ts";
import { takeString } from "../take-string.ts";
import { fieldsOf } from "../usage-fields.ts";
import { readGeminiUsage } from "./read-usage.ts";

/** What one answer, or one piece of a streamed one, says. */
interface Seen {
  model: string | undefined;
  finish: string | undefined;
  blocked: string | undefined;
  error: string | undefined;
  usage: string | undefined;
  /** Undefined: the text has been gathered already. */
  readonly output: OutputText | undefined;
}

function takeParts(cursor: JsonCursor, into: Seen): void {
  if (into.output === undefined) cursor.skip();
  else collectText(cursor, into.output);
}

const contentMembers: MemberReaders<Seen> = new Map([["parts", takeParts]]);

/** Of several candidates, the first one's reason is kept. */
function takeFinish(cursor: JsonCursor, into: Seen): void {
  const finish = takeString(cursor);
  into.finish ??= finish;
}

const candidateMembers: MemberReaders<Seen> = new Map([
  ["finishReason", takeFinish],
  ["content", (cursor, into) => readMembers(cursor, contentMembers, into)],
]);

const feedbackMembers: MemberReaders<Seen> = new Map([
  ["blockReason", (cursor, into) => void (into.blocked = takeString(cursor))],
]);

/** The Interactions API wraps its object into its events. */
const interactionMembers: MemberReaders<Seen> = new Map([
  ["model", (cursor, into) => void (into.model = takeString(cursor))],
  ["status", (cursor, into) => void (into.finish = takeString(cursor))],
  ["usage", (cursor, into) => void (into.usage = takeObject(cursor))],
]);

const answerMembers: MemberReaders<Seen> = new Map([
  ["candidates", (cursor, into) => void readElements(cursor, () => readMembers(cursor, candidateMembers, into))],
  ["promptFeedback", (cursor, into) => readMembers(cursor, feedbackMembers, into)],
  ["modelVersion", (cursor, into) => void (into.model = takeString(cursor))],
  ["usageMetadata", (cursor, into) => void (into.usage = takeObject(cursor) ?? into.usage)],
  ["error", (cursor, into) => void (into.error = takeError(cursor))],
  ["model", (cursor, into) => void (into.model = takeString(cursor))],
  ["usage", (cursor, into) => void (into.usage = takeObject(cursor))],
  ["interaction", (cursor, into) => readMembers(cursor, interactionMembers, into)],
]);

// Cheap looks at a piece of a stream (see `openai-reader.ts`): most pieces hold text and the usage so far, and no more.
const partsSaid = /"parts"\s{0,4}:/g;
const moreSaid = /"(?:finishReason|blockReason|error)"\s{0,4}:\s{0,4}[^n\s]/;
const tokensSaid = /"usageMetadata"\s{0,4}:[^}]{0,200}TokenCount/;

/** Reads Gemini's answers. A streamed piece has the form of a whole answer, and its usage is the total so far. */
export class GeminiReader implements EventReader {
  readonly #output: OutputText;
  #model: string | undefined;
  #finish: string | undefined;
  #error: string | undefined;
  #usage: string | undefined;
  /** The latest piece whose usage has not been read yet; a later one replaces it. */
  #unread: string | undefined;

  constructor(maxOutputText: number) {
    this.#output = new OutputText(maxOutputText);
  }

  get sawContent(): boolean {
    return this.#output.seen;
  }

  /** Gemini has no event that ends a stream: what comes last is known when the connection says so. */
  event(_name: string, data: string): EventMeaning {
    partsSaid.lastIndex = 0;
    if (this.#model === undefined || !partsSaid.test(data) || moreSaid.test(data)) {
      this.whole(data);
      return undefined;
    }
    partsSaid.lastIndex = 0;
    while (!this.#output.full && partsSaid.test(data)) gatherText(data, partsSaid.lastIndex, this.#output);
    if (tokensSaid.test(data)) this.#unread = data;
    return undefined;
  }

  whole(text: string): void {
    this.#read(text, this.#output);
  }

  finish(): Reading {
    if (this.#unread !== undefined) this.#read(this.#unread, undefined);
    const parsed = this.#usage === undefined ? undefined : parseJson(this.#usage);
    const usage = parsed?.ok === true ? readGeminiUsage(fieldsOf(parsed.value)) : undefined;
    return {
      usage,
      model: this.#model,
      systemFingerprint: undefined,
      finishReason: this.#finish,
      errorInBody: this.#error,
      outputText: usage === undefined || usage.outputTokens === null ? this.#output.text() : undefined,
    };
  }

  #read(text: string, output: OutputText | undefined): void {
    const seen: Seen = {
      model: undefined,
      finish: undefined,
      blocked: undefined,
      error: undefined,
      usage: undefined,
      output,
    };
    const cursor = new JsonCursor(text);
    cursor.space();
    readMembers(cursor, answerMembers, seen);
    this.#model = seen.model ?? this.#model;
    this.#finish = seen.finish ?? seen.blocked ?? this.#finish;
    this.#error = seen.error ?? this.#error;
    // Vertex sends objects that name only the kind of traffic: those count nothing.
    if (seen.usage === undefined || !/[tT]oken/.test(seen.usage)) return;
    this.#usage = seen.usage;
    this.#unread = undefined;
  }
}
