import { joinChunks } from "../../lib/join-chunks.ts";
import { parseJson } from "../../lib/parse-json.ts";
import type { AnswerText } from "../answer-text.ts";
import { applyEdits } from "../apply-edits.ts";
import { dropTokens } from "../drop-tokens.ts";
import { maxEventLength, type EventFramer } from "../event-framer.ts";
import { JsonElementFramer } from "../json-elements.ts";
import { latin1 } from "../latin1.ts";
import { replaceSpan } from "../replace-span.ts";
import { SseFramer } from "../sse.ts";
import type { StreamEvent, StreamTexts } from "../stream-text.ts";
import { fieldsOf, type UsageFields } from "../usage-fields.ts";
import { utf8FromLatin1 } from "../utf8-from-latin1.ts";
import { readTexts } from "./read-answer-texts.ts";
import { sseDataView } from "./sse-data-view.ts";
import { goesOn, type EndingEvent, type StreamEnding, type StreamForm } from "./stream-ending.ts";

const encoder = new TextEncoder();
const openBrace = "{";
const openBracket = "[";
const done = "[DONE]";

const nothingSaid = { texts: [], toolCalls: [], tokens: [], closes: [], ended: false, truncated: false } as const;

/** More than what may stand after the last event: spaces, and the bracket of a JSON stream. */
const unfinished = /[^\s\],]/;

/** How the stream is framed; `plain` is a whole answer in JSON where a stream was asked for. */
type Framing = "sse" | "elements" | "plain";

/** Reads, rewrites and ends a streamed answer. `contentType`: the answer's, lower case, without parameters. */
export class StreamReader implements StreamTexts {
  readonly #form: StreamForm;
  readonly #ending: StreamEnding;
  #framer: EventFramer | undefined;
  #framing: Framing = "sse";
  /** Bytes of the event that is not complete yet. */
  #held: Uint8Array[] = [];
  #heldLength = 0;
  /** Parts of the event that is being read were handed out unread, because it is too long. */
  #brokeUp = false;
  #hasForwarded = false;
  /** What each event says as fields, for the ending: read once. */
  readonly #values = new WeakMap<StreamEvent, UsageFields>();

  constructor(form: StreamForm, contentType: string) {
    this.#form = form;
    this.#ending = form.ending();
    if (contentType === "text/event-stream") this.#framer = new SseFramer();
  }

  feed(chunk: Uint8Array): readonly StreamEvent[] {
    const text = latin1(chunk);
    const framer = (this.#framer ??= this.#recognise(text));
    // Whitespace only, so far: it goes with the first event.
    if (framer === undefined) return this.#hold(chunk);
    framer.push(text);
    const events: StreamEvent[] = [];
    let from = 0;
    while (framer.next()) {
      events.push(this.#complete(chunk.subarray(from, framer.end), framer));
      from = framer.end;
    }
    return [...events, ...this.#hold(chunk.subarray(from))];
  }

  flush(): readonly StreamEvent[] {
    if (this.#heldLength === 0) return [];
    const bytes = this.#takeHeld();
    if (this.#framer?.rest() === true) return [this.#read(bytes, this.#framer)];
    // What was cut off in the middle of saying something has said it to a caller who reads leniently.
    return [{ ...nothingSaid, bytes, truncated: unfinished.test(this.#viewOf(bytes)) }];
  }

  forward(event: StreamEvent, replaced?: ReadonlyMap<AnswerText, string>): Uint8Array {
    this.#hasForwarded = true;
    if (replaced === undefined || replaced.size === 0) {
      this.#ending.passed(this.#values.get(event) ?? {});
      return event.bytes;
    }
    const edits = event.texts.flatMap((text) => {
      const by = replaced.get(text);
      return by === undefined ? [] : [replaceSpan(text, by)];
    });
    const bytes = applyEdits(event.bytes, [...edits, ...dropTokens(event)]);
    this.#ending.passed(this.#valueOf(bytes));
    return bytes;
  }

  stop(why: string): Uint8Array {
    if (this.#framing === "plain") return new Uint8Array();
    const events = this.#ending.stop(why);
    if (this.#framing === "sse") return encoder.encode(events.map(sseEvent).join(""));
    const elements = events.map(({ data }) => data).join(",");
    return encoder.encode(`${this.#hasForwarded ? "," : openBracket}${elements}]`);
  }

  /** What an answer is written in shows in its first character, whatever its content type says. */
  #recognise(text: string): EventFramer | undefined {
    const first = text.trimStart().charAt(0);
    if (first === "") return undefined;
    if (first !== openBrace && first !== openBracket) return new SseFramer();
    this.#framing = this.#form.elements && first === openBracket ? "elements" : "plain";
    return new JsonElementFramer();
  }

  #hold(rest: Uint8Array): readonly StreamEvent[] {
    if (rest.length === 0) return [];
    this.#held.push(rest);
    this.#heldLength += rest.length;
    if (this.#heldLength <= maxEventLength) return [];
    this.#brokeUp = true;
    return [{ ...nothingSaid, bytes: this.#takeHeld(), truncated: true }];
  }

  #takeHeld(): Uint8Array {
    const bytes = joinChunks(this.#held, this.#heldLength);
    this.#held = [];
    this.#heldLength = 0;
    return bytes;
  }

  #complete(last: Uint8Array, framer: EventFramer): StreamEvent {
    this.#held.push(last);
    this.#heldLength += last.length;
    const bytes = this.#takeHeld();
    const isBroken = this.#brokeUp;
    this.#brokeUp = false;
    return isBroken ? { ...nothingSaid, bytes, truncated: true } : this.#read(bytes, framer);
  }

  #read(bytes: Uint8Array, { data }: EventFramer): StreamEvent {
    if (data === "") return { ...nothingSaid, bytes };
    if (data.startsWith(done)) return { ...nothingSaid, bytes, closes: [""], ended: true };
    const text = this.#viewOf(bytes);
    const position = this.#framing === "sse" ? 0 : Math.max(0, text.indexOf(openBrace));
    const said = readTexts({ json: { bytes, text }, position, streamed: this.#framing !== "plain" }, this.#form.shape);
    if (this.#framing === "plain") return { ...said, ...goesOn, bytes };
    const value = parseFields(text.slice(position));
    const event = { ...said, ...this.#ending.read(value), bytes };
    this.#values.set(event, value);
    return event;
  }

  #viewOf(bytes: Uint8Array): string {
    return this.#framing === "sse" ? sseDataView(latin1(bytes)) : latin1(bytes);
  }

  #valueOf(bytes: Uint8Array): UsageFields {
    const view = this.#viewOf(bytes);
    const start = view.indexOf(openBrace);
    return start === -1 ? {} : parseFields(view.slice(start));
  }
}

function parseFields(text: string): UsageFields {
  const parsed = parseJson(utf8FromLatin1(text));
  return parsed.ok ? fieldsOf(parsed.value) : {};
}

function sseEvent({ name, data }: EndingEvent): string {
  return `${name === undefined ? "" : `event: ${name}\n`}data: ${data}\n\n`;
}
