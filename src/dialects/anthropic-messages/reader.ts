import { parseJson } from "../../lib/parse-json.ts";
import { collectText } from "../collect-text.ts";
import type { Reading } from "../dialect.ts";
import type { EventMeaning, EventReader } from "../event-reader.ts";
import { gatherText } from "../gather-text.ts";
import { JsonCursor } from "../json-cursor.ts";
import { OutputText } from "../output-text.ts";
import { readMembers, type MemberReaders } from "../read-members.ts";
import { takeError } from "../take-error.ts";
import { takeObject } from "../take-object.ts";
import { takeString } from "../take-string.ts";
import { fieldsOf } from "../usage-fields.ts";
import { readAnthropicUsage } from "./read-usage.ts";

/** What one message or event says. */
interface Seen {
  type: string | undefined;
  model: string | undefined;
  stop: string | undefined;
  error: string | undefined;
  usage: string | undefined;
}

const messageMembers: MemberReaders<Seen> = new Map([
  ["type", (cursor, into) => void (into.type = takeString(cursor))],
  ["model", (cursor, into) => void (into.model = takeString(cursor))],
  ["stop_reason", (cursor, into) => void (into.stop = takeString(cursor))],
  ["usage", (cursor, into) => void (into.usage = takeObject(cursor))],
  ["error", (cursor, into) => void (into.error = takeError(cursor))],
]);

const deltaMembers: MemberReaders<Seen> = new Map([
  ["stop_reason", (cursor, into) => void (into.stop = takeString(cursor))],
]);

const eventMembers: MemberReaders<Seen> = new Map([
  ["type", (cursor, into) => void (into.type = takeString(cursor))],
  ["message", (cursor, into) => readMembers(cursor, messageMembers, into)],
  ["delta", (cursor, into) => readMembers(cursor, deltaMembers, into)],
  ["usage", (cursor, into) => void (into.usage = takeObject(cursor))],
  ["error", (cursor, into) => void (into.error = takeError(cursor))],
]);

const contentText: MemberReaders<OutputText> = new Map([["content", collectText]]);
/** Where an event's text begins; a look will do, since it only feeds a count. */
const delta = /"delta":/;
const blockText: MemberReaders<OutputText> = new Map([["content_block", collectText]]);
const typeMembers: MemberReaders<Seen> = new Map([["type", (cursor, into) => void (into.type = takeString(cursor))]]);

export class AnthropicReader implements EventReader {
  readonly #output: OutputText;
  #model: string | undefined;
  #stop: string | undefined;
  #error: string | undefined;
  /** Each usage field's last value: the counts of later events include those of earlier ones. */
  #usage: Record<string, unknown> = {};
  #outputIsFinal = false;

  constructor(maxOutputText: number) {
    this.#output = new OutputText(maxOutputText);
  }

  get sawContent(): boolean {
    return this.#output.seen;
  }

  event(name: string, data: string): EventMeaning {
    const type = name === "" ? typeOf(data) : name;
    switch (type) {
      case "content_block_delta":
        this.#gather(data);
        return undefined;
      case "content_block_start":
        // What a server-side tool found was not written by the model.
        if (!this.#output.full && !data.includes('_tool_result"')) readMembers(at(data), blockText, this.#output);
        return undefined;
      case "message_start":
        this.#outputIsFinal = false;
        this.#read(data, eventMembers);
        return undefined;
      case "message_delta":
        this.#read(data, eventMembers);
        return undefined;
      case "message_stop":
        return "end";
      case "error":
        this.#read(data, eventMembers);
        return "end";
      default:
        return undefined;
    }
  }

  whole(text: string): void {
    const seen = this.#read(text, messageMembers);
    this.#outputIsFinal = seen.usage !== undefined;
    if (seen.usage === undefined) readMembers(at(text), contentText, this.#output);
  }

  finish(): Reading {
    const usage = readAnthropicUsage(this.#usage, this.#outputIsFinal);
    return {
      usage,
      model: this.#model,
      systemFingerprint: undefined,
      finishReason: this.#stop,
      errorInBody: this.#error,
      outputText: usage === undefined || usage.outputTokens === null ? this.#output.text() : undefined,
    };
  }

  #gather(data: string): void {
    const found = this.#output.full ? -1 : data.search(delta);
    if (found !== -1) gatherText(data, found + 8, this.#output);
  }

  #read(text: string, members: MemberReaders<Seen>): Seen {
    const seen = nothingSeen();
    readMembers(at(text), members, seen);
    // The model that a later message names is the one that answered in the end (a fallback's, for instance).
    this.#model = seen.model ?? this.#model;
    this.#error = seen.error ?? this.#error;
    if (seen.stop !== undefined) this.#stop = seen.stop;
    if (seen.usage !== undefined) this.#merge(seen.usage);
    // The count is final with the reason for stopping, or when a `message_delta` gives one.
    if (seen.stop !== undefined || (seen.usage !== undefined && seen.type === "message_delta"))
      this.#outputIsFinal = true;
    return seen;
  }

  #merge(text: string): void {
    const parsed = parseJson(text);
    if (!parsed.ok) return;
    for (const [name, value] of Object.entries(fieldsOf(parsed.value))) if (value !== null) this.#usage[name] = value;
  }
}

function nothingSeen(): Seen {
  return { type: undefined, model: undefined, stop: undefined, error: undefined, usage: undefined };
}

function at(text: string): JsonCursor {
  const cursor = new JsonCursor(text);
  cursor.space();
  return cursor;
}

function typeOf(data: string): string {
  const seen = nothingSeen();
  readMembers(at(data), typeMembers, seen);
  return seen.type ?? "";
}
