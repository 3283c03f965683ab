import { maxEventLength, type EventFramer } from "./event-framer.ts";

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Cuts a JSON body that comes in pieces, cut anywhere, into the objects of its outer array (Gemini's stream without
 * `alt=sse`), or takes it as one object when it is no array. Follows strings and brackets only; reading an element is
 * somebody else's work, and so is refusing it.
 */
export class JsonElementFramer implements EventFramer {
  readonly name = "";
  data = "";
  end = 0;
  readonly leading = 0;
  closed = false;
  #text = "";
  #at = 0;
  #pieces: string[] = [];
  #piecesLength = 0;
  #elementStart = -1;
  #tooLong = false;
  #depth = 0;
  /** The depth at which an element begins: 1 inside an outer array, 0 without one. */
  #elementDepth = 0;
  #inString = false;
  #escaped = false;

  push(text: string): void {
    this.#text = text;
    this.#at = 0;
    if (this.#elementStart !== -1) this.#elementStart = 0;
  }

  next(): boolean {
    const length = this.#text.length;
    while (this.#at < length && !this.closed) {
      if (this.#inString) this.#pastString();
      else if (this.#step(this.#text.charCodeAt(this.#at))) return true;
    }
    this.#keep();
    return false;
  }

  rest(): boolean {
    if (this.#piecesLength === 0 || this.#tooLong) return false;
    this.data = this.#pieces.join("");
    return true;
  }

  /** Takes one character outside strings; true when it completed an element. */
  #step(unit: number): boolean {
    this.#at += 1;
    if (unit === quote) this.#inString = true;
    else if (unit === openBrace || unit === openBracket) this.#open(unit);
    else if (unit === closeBrace || unit === closeBracket) return this.#close();
    return false;
  }

  #open(unit: number): void {
    if (this.#depth === 0 && unit === openBracket) this.#elementDepth = 1;
    else if (this.#depth === this.#elementDepth && unit === openBrace) this.#elementStart = this.#at - 1;
    this.#depth += 1;
  }

  #close(): boolean {
    this.#depth -= 1;
    if (this.#depth <= 0) this.closed = true;
    if (this.#depth !== this.#elementDepth || this.#elementStart === -1) return false;
    const piece = this.#text.slice(this.#elementStart, this.#at);
    this.data = this.#tooLong ? "" : `${this.#pieces.join("")}${piece}`;
    this.end = this.#at;
    this.#forget();
    return true;
  }

  #forget(): void {
    this.#pieces = [];
    this.#piecesLength = 0;
    this.#elementStart = -1;
    this.#tooLong = false;
  }

  /** Inside a string: to just after its closing quote, or to the end of the chunk. */
  #pastString(): void {
    const text = this.#text;
    if (this.#escaped) {
      this.#escaped = false;
      this.#at += 1;
      return;
    }
    const found = text.indexOf('"', this.#at);
    const end = found === -1 ? text.length : found;
    let before = end - 1;
    while (before >= this.#at && text.charCodeAt(before) === backslash) before -= 1;
    const escapes = (end - 1 - before) % 2 === 1;
    if (found === -1) {
      this.#escaped = escapes;
      this.#at = end;
    } else {
      this.#inString = escapes;
      this.#at = end + 1;
    }
  }

  #keep(): void {
    if (this.#elementStart === -1) return;
    const piece = this.#text.slice(this.#elementStart);
    this.#piecesLength += piece.length;
    if (this.#piecesLength > maxEventLength) {
      this.#tooLong = true;
      this.#pieces = [];
    }
    if (!this.#tooLong) this.#pieces.push(piece);
    this.#text = "";
    this.#at = 0;
  }
}
