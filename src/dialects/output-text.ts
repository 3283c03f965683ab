import { utf8FromLatin1 } from "./utf8-from-latin1.ts";

/**
 * Gathers the generated text of an answer as JSON-escaped fragments, up to a bound. It feeds a token count when the
 * provider reports none, and nothing else, so it may be gathered by looks instead of by parsing.
 */
export class OutputText {
  /** True when any text, reasoning or tool call has been seen. */
  seen = false;
  readonly #maxLength: number;
  #text = "";
  #flattenAt = 4_096;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  get full(): boolean {
    return this.seen && this.#text.length >= this.#maxLength;
  }

  add(fragment: string): void {
    if (fragment.length === 0) return;
    this.seen = true;
    const room = this.#maxLength - this.#text.length;
    if (room <= 0) return;
    this.#text += fragment.length > room ? fragment.slice(0, room) : fragment;
    if (this.#text.length >= this.#flattenAt) {
      // Looking at a character makes the engine join the pieces, which lets go of the chunks they were cut from.
      this.#text.charCodeAt(0);
      this.#flattenAt = this.#text.length * 2;
    }
  }

  text(): string | undefined {
    return this.#text.length === 0 ? undefined : utf8FromLatin1(this.#text);
  }
}
