import { isOrdinaryWord } from "./is-ordinary-word.ts";
import type { OddWord } from "./odd-word.ts";
import { isRememberedOrdinary, rememberOrdinary } from "./ordinary-words.ts";
import { wordFacts } from "./vocabulary.ts";
import { wordKindOf, wordKinds } from "./word-kinds.ts";

/** A text of more odd words is no message. */
const maxOddWords = 8192;
/** No word is open. */
const none = -1;

/** Finds the words with letters in them that may be meant otherwise than they are written, while a text is read. */
export class OddWordCollector {
  private readonly bytes: Uint8Array;
  private readonly odd: OddWord[] = [];
  private start = none;
  private kinds = 0;
  /** Whether the last letters in a row are a known word. */
  private isKnown = false;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Letters in a row, from here on, and what is known of them as a word. */
  addLetters(start: number, facts: number): void {
    if (this.start === none) this.start = start;
    this.kinds |= wordKinds.letter;
    this.isKnown = (facts & wordFacts.known) !== 0;
  }

  /** A character that is no letter. */
  addSign(index: number): void {
    const kind = wordKindOf(this.bytes[index] ?? 0);
    if (kind === 0) this.close(index);
    else if (this.start === none) {
      if (kind === wordKinds.joiner || this.isLast(index)) return;
      this.start = index;
      this.kinds = kind;
    } else if (this.isLast(index)) this.close(index);
    else this.kinds |= kind;
  }

  finish(): readonly OddWord[] {
    this.close(this.bytes.length);
    return this.odd;
  }

  /** A full stop or a bracket ends a word; a digit may be its last letter. */
  private isLast(index: number): boolean {
    const code = this.bytes[index] ?? 0;
    if (code >= 0x30 && code <= 0x39) return false;
    const next = index + 1 < this.bytes.length ? (this.bytes[index + 1] ?? 0) : 0;
    return (wordKindOf(next) & (wordKinds.letter | wordKinds.sign)) === 0;
  }

  private close(end: number): void {
    const { start, kinds } = this;
    if (start === none) return;
    this.start = none;
    this.kinds = 0;
    if ((kinds & wordKinds.letter) === 0 || (kinds === wordKinds.letter && this.isKnown)) return;
    const word = { start, end, kinds };
    if (this.odd.length < maxOddWords && this.isOdd(word)) this.odd.push(word);
  }

  private isOdd(word: OddWord): boolean {
    if (word.kinds !== wordKinds.letter) return !isOrdinaryWord(this.bytes, word);
    if (isRememberedOrdinary(this.bytes, word)) return false;
    const isOrdinary = isOrdinaryWord(this.bytes, word);
    if (isOrdinary) rememberOrdinary(this.bytes, word);
    return !isOrdinary;
  }
}
