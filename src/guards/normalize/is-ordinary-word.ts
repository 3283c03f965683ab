import { conceptOfStem, conceptOfWord, shortestStem } from "../classifier/concept-table.ts";
import { hashStart, hashStep } from "../classifier/hash.ts";
import { mayBeNear, shortestNear } from "./near-words.ts";
import { longestWord, shortestRunTogether, shortestScrambled } from "./repair-word.ts";
import type { OddWord } from "./odd-word.ts";
import type { Run } from "./run.ts";
import { isKnownWord, letterSum, unscrambledWord } from "./vocabulary.ts";
import { wordKindOf, wordKinds } from "./word-kinds.ts";

/** Longer runs of letters are no sentence. */
const longestRunTogether = 2000;
const lettersPerDigit = 8;
const lettersPerJoiner = 3;

/** A word while it is read: enough to say cheaply whether it is worth a closer look. */
class WordReader {
  private hash = 0;
  private sum = 0;
  private stem = 0;
  private run = 0;
  private tripled = false;
  private doubled = 0;
  private vowels = 0;
  private first = 0;
  private last = 0;
  private letters = 0;

  /** Forgets the word before. */
  begin(): void {
    this.hash = hashStart;
    this.sum = this.stem = this.run = this.doubled = this.vowels = this.first = this.last = this.letters = 0;
    this.tripled = false;
  }

  addLetter(lower: number): void {
    this.letters += 1;
    if (this.letters === 1) this.first = lower;
    this.run = lower === this.last ? this.run + 1 : 1;
    if (this.run > 2) this.tripled = true;
    if (this.run === 2) this.doubled += 1;
    if (this.letters > 1 && isVowel(lower)) this.vowels += 1;
    this.hash = hashStep(this.hash, lower);
    if (this.letters > shortestStem) this.stem ||= conceptOfStem(this.hash);
    this.sum += letterSum(lower);
    this.last = lower;
  }

  /** Most words are known, or like no telling word: there is nothing to repair. */
  isOrdinary(bytes: Uint8Array, word: OddWord): boolean {
    const length = word.end - word.start;
    if (this.letters === 0 || length < shortestStem) return true;
    if (word.kinds === wordKinds.letter) return this.isOrdinaryLetters(bytes, word);
    return length > longestWord && !this.mayBeManyWords(length, word.kinds);
  }

  private isOrdinaryLetters(bytes: Uint8Array, word: Run): boolean {
    const length = word.end - word.start;
    if (length >= shortestRunTogether) return length > longestRunTogether;
    if (this.tripled || this.doubled * 2 === length) return false;
    if (this.vowels === 0) return this.isKnownWord();
    if (length < shortestScrambled || this.stem !== 0 || this.isKnownWord()) return true;
    if (this.doubled > 1 || this.isScrambled(length)) return false;
    return length < shortestNear - 1 || !mayBeNear(bytes, word);
  }

  private isScrambled(length: number): boolean {
    const between = this.sum - letterSum(this.first) - letterSum(this.last);
    return unscrambledWord({ first: this.first, last: this.last, between, length }) !== undefined;
  }

  /** Encoded bytes have more digits among their letters than words that are run together, or held together by marks. */
  private mayBeManyWords(length: number, kinds: number): boolean {
    const share = (kinds & wordKinds.joiner) === 0 ? lettersPerDigit : lettersPerJoiner;
    return length <= longestRunTogether && (length - this.letters) * share <= length;
  }

  private isKnownWord(): boolean {
    return isKnownWord(this.hash) || conceptOfWord(this.hash) !== 0;
  }
}

function isVowel(lower: number): boolean {
  return lower === 0x61 || lower === 0x65 || lower === 0x69 || lower === 0x6f || lower === 0x75;
}

const reader = new WordReader();

/** Says whether there is nothing to repair in a word of ASCII characters. */
export function isOrdinaryWord(bytes: Uint8Array, word: OddWord): boolean {
  reader.begin();
  for (let index = word.start; index < word.end; index += 1) {
    const code = bytes[index] ?? 0;
    if (wordKindOf(code) === wordKinds.letter) reader.addLetter(code | 0x20);
  }
  return reader.isOrdinary(bytes, word);
}
