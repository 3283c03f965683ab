import { maxEventLength, type EventFramer } from "./event-framer.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const colon = 0x3a;
/** The UTF-8 byte order mark, each byte one character; both one-byte readings agree on these three. */
const byteOrderMark = "\u00ef\u00bb\u00bf";
const lineEnd = /[\r\n]/g;

/**
 * Frames server-sent events (WHATWG HTML, section 9.2.6) that are cut anywhere: lines end in LF, CRLF or CR, comments
 * are dropped, several `data` lines are one text. Fields other than `event` and `data` mean nothing to a gateway.
 */
export class SseFramer implements EventFramer {
  name = "";
  data = "";
  end = 0;
  leading = 0;
  readonly closed = false;
  #text = "";
  #start = 0;
  /** Earlier pieces of the event that is not complete yet. */
  #pieces: string[] = [];
  #piecesLength = 0;
  #tooLong = false;
  #atLineStart = true;
  /** The last chunk ended in CR: a LF that comes first in the next one is part of the same line end. */
  #afterReturn = false;
  #first = true;

  push(text: string): void {
    this.#text = text;
    this.#start = 0;
    this.end = 0;
    this.leading = 0;
    if (this.#afterReturn && text.length > 0) {
      if (text.charCodeAt(0) === lineFeed) {
        this.#start = 1;
        if (this.#piecesLength === 0) this.leading = 1;
        this.end = this.leading;
      }
      this.#afterReturn = false;
    }
  }

  next(): boolean {
    const end = this.#findEnd();
    if (end === -1) {
      this.#keep();
      return false;
    }
    const piece = this.#text.slice(this.#start, end);
    this.#start = end;
    this.end = end;
    this.#complete(piece);
    return true;
  }

  rest(): boolean {
    if (this.#piecesLength === 0) return false;
    this.#parse(this.#pieces.join(""));
    // Data that was cut inside its JSON (or its `[DONE]`) is not to be trusted with half of what it meant to say.
    return this.data.endsWith("}") || this.data.endsWith("]");
  }

  /** Where the event that is being read ends in this chunk; -1 when it does not. Every line is looked at once. */
  #findEnd(): number {
    const text = this.#text;
    const length = text.length;
    let at = this.#start;
    let nextReturn = -2;
    while (at < length) {
      if (this.#atLineStart) {
        const unit = text.charCodeAt(at);
        if (unit === lineFeed) return at + 1;
        if (unit === carriageReturn) return this.#pastReturn(at);
        this.#atLineStart = false;
      }
      if (nextReturn !== -1 && nextReturn < at) nextReturn = text.indexOf("\r", at);
      const nextFeed = text.indexOf("\n", at);
      if (nextFeed === -1 && nextReturn === -1) return -1;
      at =
        nextReturn === -1 || (nextFeed !== -1 && nextFeed < nextReturn) ? nextFeed + 1 : this.#pastReturn(nextReturn);
      this.#atLineStart = true;
    }
    return -1;
  }

  #pastReturn(at: number): number {
    if (at + 1 === this.#text.length) this.#afterReturn = true;
    return this.#text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1;
  }

  #keep(): void {
    const piece = this.#text.slice(this.#start);
    this.#start = this.#text.length;
    this.#piecesLength += piece.length;
    if (this.#piecesLength > maxEventLength) {
      this.#tooLong = true;
      this.#pieces = [];
    }
    if (piece.length > 0 && !this.#tooLong) this.#pieces.push(piece);
    this.#text = "";
  }

  #complete(piece: string): void {
    if (this.#piecesLength === 0) return this.#parse(piece);
    const whole = this.#tooLong ? "" : `${this.#pieces.join("")}${piece}`;
    this.#pieces = [];
    this.#piecesLength = 0;
    this.#tooLong = false;
    this.#parse(whole);
  }

  #parse(event: string): void {
    this.name = "";
    this.data = "";
    let at = this.#first && event.startsWith(byteOrderMark) ? byteOrderMark.length : 0;
    this.#first = false;
    const hasReturn = event.includes("\r");
    let hasData = false;
    while (at < event.length) {
      const end = hasReturn ? firstLineEnd(event, at) : feedOrEnd(event, at);
      if (event.startsWith("data", at)) {
        const value = fieldValue(event, at + 4, end);
        if (value !== undefined) {
          this.data = hasData ? `${this.data}\n${value}` : value;
          hasData = true;
        }
      } else if (event.startsWith("event", at)) {
        this.name = fieldValue(event, at + 5, end) ?? this.name;
      }
      // Just past the line end; the LF of a CRLF then reads as an empty line, which is no field.
      at = end + 1;
    }
  }
}

function feedOrEnd(event: string, from: number): number {
  const feed = event.indexOf("\n", from);
  return feed === -1 ? event.length : feed;
}

function firstLineEnd(event: string, from: number): number {
  lineEnd.lastIndex = from;
  return lineEnd.test(event) ? lineEnd.lastIndex - 1 : event.length;
}

/** The value after a field's name that ends at `at`; undefined when the name goes on, and so is another's. */
function fieldValue(event: string, at: number, end: number): string | undefined {
  if (at >= end) return at === end ? "" : undefined;
  if (event.charCodeAt(at) !== colon) return undefined;
  return event.slice(event.charCodeAt(at + 1) === space ? at + 2 : at + 1, end);
}
