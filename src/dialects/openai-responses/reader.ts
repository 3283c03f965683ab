import { parseJson } from "../../lib/parse-json.ts";
import { collectText } from "../collect-text.ts";
import type { Reading, UsageQuirks } from "../dialect.ts";
import type { EventMeaning, EventReader } from "../event-reader.ts";
import { gatherText } from "../gather-text.ts";
import { JsonCursor } from "../json-cursor.ts";
import { OutputText } from "../output-text.ts";
import { readMembers, type MemberReaders } from "../read-members.ts";
import { readOpenAiUsage } from "../read-openai-usage.ts";
import { takeError } from "../take-error.ts";
import { takeObject } from "../take-object.ts";
import { takeString } from "../take-string.ts";
import { count, fieldsOf, usageOf } from "../usage-fields.ts";

/** What one `response` object says. */
interface Seen {
  model: string | undefined;
  status: string | undefined;
  incomplete: string | undefined;
  error: string | undefined;
  usage: string | undefined;
  toolUsage: string | undefined;
}

const incompleteMembers: MemberReaders<Seen> = new Map([
  ["reason", (cursor, into) => void (into.incomplete = takeString(cursor))],
]);

const responseMembers: MemberReaders<Seen> = new Map([
  ["model", (cursor, into) => void (into.model = takeString(cursor))],
  ["status", (cursor, into) => void (into.status = takeString(cursor))],
  ["incomplete_details", (cursor, into) => readMembers(cursor, incompleteMembers, into)],
  ["error", (cursor, into) => void (into.error = takeError(cursor))],
  ["usage", (cursor, into) => void (into.usage = takeObject(cursor))],
  ["tool_usage", (cursor, into) => void (into.toolUsage = takeObject(cursor))],
]);

const eventMembers: MemberReaders<Seen> = new Map([
  ["response", (cursor, into) => readMembers(cursor, responseMembers, into)],
  ["error", (cursor, into) => void (into.error = takeError(cursor))],
]);

const outputMembers: MemberReaders<OutputText> = new Map([["output", collectText]]);
/** Where an event's text begins; a look will do, since it only feeds a count. */
const delta = /"delta":/;
const itemMembers: MemberReaders<OutputText> = new Map([["item", collectText]]);

interface TypeOnly {
  type: string | undefined;
}
const typeMembers: MemberReaders<TypeOnly> = new Map([
  ["type", (cursor, into) => void (into.type = takeString(cursor))],
]);

/** Events that end a stream. `error` is not one: a `response.failed` with the usage may follow it. */
const endings: ReadonlySet<string> = new Set(["response.completed", "response.incomplete", "response.failed"]);
/** Events that carry the whole response besides those; the first that came names the model of a stream that is cut. */
const beginnings: ReadonlySet<string> = new Set(["response.created", "response.queued", "response.in_progress"]);
const finalStatuses: ReadonlySet<string> = new Set(["completed", "incomplete", "failed", "cancelled"]);

export class ResponsesReader implements EventReader {
  readonly #quirks: UsageQuirks;
  readonly #output: OutputText;
  #model: string | undefined;
  #finish: string | undefined;
  #error: string | undefined;
  #usage: string | undefined;
  #toolUsage: string | undefined;

  constructor(quirks: UsageQuirks, maxOutputText: number) {
    this.#quirks = quirks;
    this.#output = new OutputText(maxOutputText);
  }

  get sawContent(): boolean {
    return this.#output.seen;
  }

  event(name: string, data: string): EventMeaning {
    const type = name === "" ? typeOf(data) : name;
    if (type.endsWith(".delta")) {
      const found = this.#output.full ? -1 : data.search(delta);
      if (found !== -1) gatherText(data, found + 8, this.#output);
    } else if (endings.has(type)) {
      this.#read(data, eventMembers);
      return "end";
    } else if (beginnings.has(type)) {
      if (this.#model === undefined) this.#read(data, eventMembers);
    } else if (type === "error") {
      this.#read(data, eventMembers);
      // Without a member around it: the event is the error.
      this.#error ??= takeError(at(data));
    } else if (type === "response.output_item.added") {
      // A function call is named here, before its arguments come.
      if (!this.#output.full) readMembers(at(data), itemMembers, this.#output);
    }
    return undefined;
  }

  whole(text: string): void {
    this.#read(text, responseMembers);
    if (this.#usage === undefined) readMembers(at(text), outputMembers, this.#output);
  }

  finish(): Reading {
    const usage = this.#readUsage();
    return {
      usage,
      model: this.#model,
      systemFingerprint: undefined,
      finishReason: this.#finish,
      errorInBody: this.#error,
      outputText: usage === undefined || usage.outputTokens === null ? this.#output.text() : undefined,
    };
  }

  #readUsage() {
    const parsed = this.#usage === undefined ? undefined : parseJson(this.#usage);
    const usage = parsed?.ok === true ? readOpenAiUsage(parsed.value, this.#quirks) : undefined;
    // OpenAI bills web searches by the piece and counts them beside the usage.
    const tools = this.#toolUsage === undefined ? undefined : parseJson(this.#toolUsage);
    const searches = tools?.ok === true ? count(fieldsOf(fieldsOf(tools.value)["web_search"])["num_requests"]) : null;
    return searches === null || (usage === undefined && searches === 0)
      ? usage
      : usageOf({ ...usage, searchUnits: usage?.searchUnits ?? searches });
  }

  #read(text: string, members: MemberReaders<Seen>): void {
    const seen: Seen = {
      model: undefined,
      status: undefined,
      incomplete: undefined,
      error: undefined,
      usage: undefined,
      toolUsage: undefined,
    };
    readMembers(at(text), members, seen);
    const { status } = seen;
    this.#model = seen.model ?? this.#model;
    this.#finish = seen.incomplete ?? (status !== undefined && finalStatuses.has(status) ? status : this.#finish);
    this.#error = seen.error ?? this.#error;
    this.#usage = seen.usage ?? this.#usage;
    this.#toolUsage = seen.toolUsage ?? this.#toolUsage;
  }
}

function at(text: string): JsonCursor {
  const cursor = new JsonCursor(text);
  cursor.space();
  return cursor;
}

function typeOf(data: string): string {
  const seen: TypeOnly = { type: undefined };
  readMembers(at(data), typeMembers, seen);
  return seen.type ?? "";
}
