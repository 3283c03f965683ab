import { jsonStringEnd } from "./json-string-end.ts";

/** Objects and arrays inside one another; deeper ones are refused, as a parser that recurses would run out of stack. */
export const maxJsonDepth = 512;

/** From this many bytes on, an array of numbers is worth looking for its end instead of walking to it. */
const longNumbers = 32;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const minus = 0x2d;
const zero = 0x30;
const nine = 0x39;
/** A closing bracket or brace is two code points after the opening one. */
const closingOffset = 2;

const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s,\]}]|$)/y;

/** Scanning never yields to other code between writing and reading this, so one stack serves all cursors. */
const openings = new Uint8Array(maxJsonDepth);

function isOpening(unit: number): boolean {
  return unit === openBrace || unit === openBracket;
}

function isClosing(unit: number): boolean {
  return unit === closeBrace || unit === closeBracket;
}

/**
 * Walks JSON in a one-byte string (see `latin1`) without building values: by location, not by text search, so that a
 * key inside a nested value or inside a string is never taken for another. Members that are not wanted are skipped;
 * skipping checks that strings and brackets balance, and nothing else.
 *
 *     if (cursor.object()) do { if (cursor.keyIs("usage")) … else cursor.skip(); } while (cursor.nextMember());
 *
 * The value under the cursor must be consumed before the next member is asked for. On a defect every method returns
 * false from then on, and `problem` says what was expected at `position`.
 */
export class JsonCursor {
  readonly text: string;
  position: number;
  problem: string | undefined = undefined;
  /** The current member's key, between its quotes, still escaped. */
  keyStart = 0;
  keyEnd = 0;
  // Where the next of each character stands at or after the last place that was looked from; keeps skipping linear.
  #nextQuote = -1;
  #nextOpenBracket = -1;
  #nextCloseBracket = -1;
  #nextOpenBrace = -1;
  #nextCloseBrace = -1;

  constructor(text: string, position = 0) {
    this.text = text;
    this.position = position;
  }

  /** Enters an object and stands on its first member's value; false (and past it) when it is empty or no object. */
  object(): boolean {
    if (!this.#enter(openBrace, "an object")) return false;
    if (this.text.charCodeAt(this.position) === closeBrace) return this.#leave();
    return this.#key();
  }

  /** After a value: stands on the next member's value; false (and past the object) after the last. */
  nextMember(): boolean {
    return this.#separator(closeBrace) && this.#key();
  }

  /** Enters an array and stands on its first element; false (and past it) when it is empty or no array. */
  array(): boolean {
    if (!this.#enter(openBracket, "an array")) return false;
    return this.text.charCodeAt(this.position) === closeBracket ? this.#leave() : true;
  }

  /** After an element: stands on the next; false (and past the array) after the last. */
  nextElement(): boolean {
    return this.#separator(closeBracket);
  }

  /** Whether the current key, as written, is `key` (a provider has no reason to escape its own keys). */
  keyIs(key: string): boolean {
    return this.keyEnd - this.keyStart === key.length && this.text.startsWith(key, this.keyStart);
  }

  /** The character that the value under the cursor begins with; NaN at the end. */
  peek(): number {
    return this.text.charCodeAt(this.position);
  }

  /** True when the value is an object; the cursor does not move. */
  atObject(): boolean {
    return this.text.charCodeAt(this.position) === openBrace;
  }

  atArray(): boolean {
    return this.text.charCodeAt(this.position) === openBracket;
  }

  atString(): boolean {
    return this.text.charCodeAt(this.position) === quote;
  }

  atNull(): boolean {
    return this.text.startsWith("null", this.position);
  }

  /** Moves past whitespace. */
  space(): void {
    const text = this.text;
    let at = this.position;
    let unit = text.charCodeAt(at);
    while (unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09) {
      at += 1;
      unit = text.charCodeAt(at);
    }
    this.position = at;
  }

  /** Moves past the value under the cursor. */
  skip(): boolean {
    if (this.problem !== undefined) return false;
    const unit = this.text.charCodeAt(this.position);
    if (unit === quote) return this.#string();
    if (isOpening(unit)) return this.#container();
    scalar.lastIndex = this.position;
    if (!scalar.test(this.text)) return this.#fail("a value");
    this.position = scalar.lastIndex;
    return true;
  }

  /** Moves past the value and returns its text; undefined on a defect. */
  take(): string | undefined {
    const start = this.position;
    return this.skip() ? this.text.slice(start, this.position) : undefined;
  }

  #fail(expected: string): false {
    this.problem ??= expected;
    return false;
  }

  #enter(opening: number, expected: string): boolean {
    if (this.problem !== undefined) return false;
    if (this.text.charCodeAt(this.position) !== opening) return this.#fail(expected);
    this.position += 1;
    this.space();
    return true;
  }

  #leave(): false {
    this.position += 1;
    return false;
  }

  #separator(closing: number): boolean {
    if (this.problem !== undefined) return false;
    this.space();
    const unit = this.text.charCodeAt(this.position);
    if (unit === closing) return this.#leave();
    if (unit !== comma) return this.#fail(closing === closeBrace ? "',' or '}'" : "',' or ']'");
    this.position += 1;
    this.space();
    return true;
  }

  #key(): boolean {
    if (this.text.charCodeAt(this.position) !== quote) return this.#fail("a key in double quotes");
    this.keyStart = this.position + 1;
    if (!this.#string()) return false;
    this.keyEnd = this.position - 1;
    this.space();
    if (this.text.charCodeAt(this.position) !== colon) return this.#fail("':'");
    this.position += 1;
    this.space();
    return true;
  }

  #string(): boolean {
    const end = jsonStringEnd(this.text, this.position);
    if (end === -1) return this.#fail("the string's closing quote");
    this.position = end;
    return true;
  }

  /** The hot loop: from an opening bracket to just after the one that closes it. */
  #container(): boolean {
    const text = this.text;
    let at = this.position;
    let depth = 0;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === quote) {
        const end = jsonStringEnd(text, at);
        if (end === -1) return this.#failAt(at, "the string's closing quote");
        at = end;
      } else if (isOpening(unit)) {
        if (depth === maxJsonDepth) return this.#failAt(at, `nothing nested deeper than ${maxJsonDepth}`);
        openings[depth] = unit;
        depth += 1;
        at = unit === openBracket ? this.#pastNumbers(at + 1) : at + 1;
      } else if (isClosing(unit)) {
        depth -= 1;
        if (openings[depth] !== unit - closingOffset) return this.#failAt(at, unit === closeBrace ? "']'" : "'}'");
        at += 1;
        if (depth === 0) break;
      } else if (at >= text.length) {
        return this.#failAt(at, "the closing bracket of a value");
      } else {
        at += 1;
      }
    }
    this.position = at;
    return true;
  }

  #failAt(position: number, expected: string): false {
    this.position = position;
    return this.#fail(expected);
  }

  /** At an array of many numbers (an embedding): where it ends, found by search. Otherwise `at`. */
  #pastNumbers(at: number): number {
    const unit = this.text.charCodeAt(at);
    if (unit !== minus && !(unit >= zero && unit <= nine)) return at;
    const end = (this.#nextCloseBracket = this.#next("]", this.#nextCloseBracket, at));
    if (end - at < longNumbers || end === this.text.length) return at;
    this.#nextQuote = this.#next('"', this.#nextQuote, at);
    this.#nextOpenBracket = this.#next("[", this.#nextOpenBracket, at);
    if (this.#nextQuote < end || this.#nextOpenBracket < end) return at;
    this.#nextOpenBrace = this.#next("{", this.#nextOpenBrace, at);
    this.#nextCloseBrace = this.#next("}", this.#nextCloseBrace, at);
    return this.#nextOpenBrace < end || this.#nextCloseBrace < end ? at : end;
  }

  #next(character: string, known: number, from: number): number {
    if (known >= from) return known;
    const found = this.text.indexOf(character, from);
    return found === -1 ? this.text.length : found;
  }
}
