import { parseJson } from "../lib/parse-json.ts";
import { collectText } from "./collect-text.ts";
import type { Reading, UsageQuirks } from "./dialect.ts";
import type { EventMeaning, EventReader } from "./event-reader.ts";
import { gatherText } from "./gather-text.ts";
import { JsonCursor } from "./json-cursor.ts";
import { OutputText } from "./output-text.ts";
import { readElements } from "./read-elements.ts";
import { readMembers, type MemberReaders } from "./read-members.ts";
import { readOpenAiUsage } from "./read-openai-usage.ts";
import { takeError } from "./take-error.ts";
import { takeObject } from "./take-object.ts";
import { takeString } from "./take-string.ts";

/** What differs between OpenAI's chat form and the rest of its API. */
export interface OpenAiForm {
  /** Finds the keys under which a stream's events hold generated text, up to where the value begins. Global. */
  readonly textKey: RegExp;
  /** The events, by their `type`, that end a stream besides `[DONE]`. */
  readonly endTypes: ReadonlySet<string>;
  /** Objects whose `usage` is a sum over other calls, which have been metered already. */
  readonly notMetered: ReadonlySet<string>;
}

export interface OpenAiReaderOptions {
  readonly form: OpenAiForm;
  readonly quirks: UsageQuirks;
  readonly maxOutputText: number;
}

/**
 * Cheap looks, some 50 ns each: whether a key stands somewhere in the text with a value that is not null. They do not know
 * where; a yes makes the text worth reading exactly. (Regular expressions, because V8 finds a longer string in a string
 * four times faster so than with `indexOf`.)
 */
const usageSaid = /"usage"\s{0,4}:\s{0,4}[^n\s]/;
const finishSaid = /"finish_reason"\s{0,4}:\s{0,4}[^n\s]/;
/** Only looked for in events without text: an error comes alone, or with a reason to finish. */
const errorSaid = /"error"\s{0,4}:\s{0,4}[^n\s]/;

function deservesReading(event: string, hasText: boolean): boolean {
  return usageSaid.test(event) || finishSaid.test(event) || (!hasText && errorSaid.test(event));
}

/** What one JSON text said at its own top level. */
interface Seen {
  model: string | undefined;
  fingerprint: string | undefined;
  finish: string | undefined;
  error: string | undefined;
  /** The usage object's text: parsed when the answer ends, since only the last one counts. */
  usage: string | undefined;
  type: string | undefined;
  object: string | undefined;
  choices: number;
}

interface Choice {
  index: string | undefined;
  finish: string | undefined;
  error: string | undefined;
  usage: string | undefined;
}

const choiceMembers: MemberReaders<Choice> = new Map([
  ["index", (cursor, into) => void (into.index = cursor.take())],
  ["finish_reason", (cursor, into) => void (into.finish = takeString(cursor))],
  ["error", (cursor, into) => void (into.error = takeError(cursor))],
  ["usage", (cursor, into) => void (into.usage = takeObject(cursor))],
]);

/** Only the first choice's reason is kept; an answer with several has one row like any other. */
function takeChoices(cursor: JsonCursor, into: Seen): void {
  into.choices = readElements(cursor, (position) => {
    const choice: Choice = { index: undefined, finish: undefined, error: undefined, usage: undefined };
    readMembers(cursor, choiceMembers, choice);
    if (choice.index === undefined ? position === 0 : choice.index === "0") into.finish = choice.finish ?? into.finish;
    // OpenRouter reports the failure of one choice inside it, Moonshot its usage.
    into.error ??= choice.error;
    into.usage ??= choice.usage;
  });
}

/** A usage that stands elsewhere counts when there is none at the top. */
function takeNestedUsage(cursor: JsonCursor, into: Seen): void {
  const usage = takeObject(cursor);
  into.usage ??= usage;
}

const nestedUsage: MemberReaders<Seen> = new Map([["usage", takeNestedUsage]]);

/** Cohere's rerank reports what it bills under `meta`. */
const billedUnits: MemberReaders<Seen> = new Map([["billed_units", takeNestedUsage]]);

const answerMembers: MemberReaders<Seen> = new Map([
  ["model", (cursor, into) => void (into.model = takeString(cursor))],
  ["system_fingerprint", (cursor, into) => void (into.fingerprint = takeString(cursor))],
  ["choices", takeChoices],
  ["usage", (cursor, into) => void (into.usage = takeObject(cursor) ?? into.usage)],
  // Groq repeats the usage here, and on streams without `include_usage` reports it only here.
  ["x_groq", (cursor, into) => readMembers(cursor, nestedUsage, into)],
  ["response", (cursor, into) => readMembers(cursor, nestedUsage, into)],
  ["meta", (cursor, into) => readMembers(cursor, billedUnits, into)],
  ["error", (cursor, into) => void (into.error = takeError(cursor) ?? into.error)],
  ["type", (cursor, into) => void (into.type = takeString(cursor))],
  ["object", (cursor, into) => void (into.object = takeString(cursor))],
]);

const choicesText: MemberReaders<OutputText> = new Map([["choices", collectText]]);

/** Reads OpenAI's chat form and its relatives: chunks, whole answers, and whatever carries a `usage`. */
export class OpenAiReader implements EventReader {
  readonly #form: OpenAiForm;
  readonly #quirks: UsageQuirks;
  readonly #output: OutputText;
  #model: string | undefined;
  #fingerprint: string | undefined;
  #finish: string | undefined;
  #error: string | undefined;
  #usage: string | undefined;

  constructor({ form, quirks, maxOutputText }: OpenAiReaderOptions) {
    this.#form = form;
    this.#quirks = quirks;
    this.#output = new OutputText(maxOutputText);
  }

  get sawContent(): boolean {
    return this.#output.seen;
  }

  event(name: string, data: string): EventMeaning {
    if (data.startsWith("[DONE]")) return "end";
    const hasText = this.#gather(data);
    if (name !== "error" && this.#model !== undefined && !deservesReading(data, hasText)) return undefined;
    const seen = this.#read(data);
    // An `error` event may hold the error itself, without a member around it.
    if (name === "error") this.#error ??= takeError(new JsonCursor(data));
    return this.#meaningOf(seen);
  }

  #meaningOf(seen: Seen): EventMeaning {
    if (seen.type !== undefined && this.#form.endTypes.has(seen.type)) return "end";
    return seen.usage !== undefined && seen.choices === 0 && seen.error === undefined ? "usage" : undefined;
  }

  whole(text: string): void {
    const seen = this.#read(text);
    if (seen.object !== undefined && this.#form.notMetered.has(seen.object)) this.#usage = undefined;
    if (seen.choices === 0 || seen.usage !== undefined) return;
    const cursor = new JsonCursor(text);
    cursor.space();
    readMembers(cursor, choicesText, this.#output);
  }

  finish(): Reading {
    const parsed = this.#usage === undefined ? undefined : parseJson(this.#usage);
    const usage = parsed?.ok === true ? readOpenAiUsage(parsed.value, this.#quirks) : undefined;
    return {
      usage,
      model: this.#model,
      systemFingerprint: this.#fingerprint,
      finishReason: this.#finish,
      errorInBody: this.#error,
      outputText: usage === undefined || usage.outputTokens === null ? this.#output.text() : undefined,
    };
  }

  /** Gathers the text of one event; false when it holds none. */
  #gather(data: string): boolean {
    const { textKey } = this.#form;
    textKey.lastIndex = 0;
    let found = false;
    while (textKey.test(data)) {
      found = true;
      if (this.#output.full) break;
      gatherText(data, textKey.lastIndex, this.#output);
    }
    return found;
  }

  #read(text: string): Seen {
    const seen: Seen = {
      model: undefined,
      fingerprint: undefined,
      finish: undefined,
      error: undefined,
      usage: undefined,
      type: undefined,
      object: undefined,
      choices: 0,
    };
    const cursor = new JsonCursor(text);
    cursor.space();
    readMembers(cursor, answerMembers, seen);
    this.#model ??= seen.model;
    this.#fingerprint ??= seen.fingerprint;
    this.#finish = seen.finish ?? this.#finish;
    this.#error = seen.error ?? this.#error;
    this.#usage = seen.usage ?? this.#usage;
    return seen;
  }
}
