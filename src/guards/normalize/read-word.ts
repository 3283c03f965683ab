import { conceptOfStem, conceptOfWord, shortestStem } from "../classifier/concept-table.ts";
import { hashStart, hashStep } from "../classifier/hash.ts";
import { PackedWord, WordMemo } from "../classifier/word-memo.ts";
import { mayBeNear, shortestNear } from "./near-words.ts";
import { shortestRunTogether, shortestScrambled } from "./repair-word.ts";
import { knownWord, letterSum, unscrambledWord } from "./vocabulary.ts";
import { wordKindOf, wordKinds } from "./word-kinds.ts";

const longestWord = 40;

/** A word while it is read: enough to say cheaply whether it is worth a closer look. */
class WordReader {
  private hash = hashStart;
  private sum = 0;
  private stem = 0;
  private run = 1;
  private tripled = false;
  private doubled = 0;
  private vowels = 0;
  private first = 0;
  private second = 0;
  private last = 0;
  private letters = 0;

  addLetter(lower: number): void {
    this.letters += 1;
    if (this.letters === 1) this.first = lower;
    else if (this.letters === 2) this.second = lower;
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
  isOrdinary(length: number, kinds: number): boolean {
    if (this.letters === 0 || length > longestWord || length < shortestStem) return true;
    if (kinds !== wordKinds.letter) return false;
    if (this.tripled || this.doubled * 2 === length) return false;
    if (this.vowels === 0) return this.isKnownWord();
    return length < shortestScrambled || this.stem !== 0 || this.isKnownWord() || !this.mayBeTelling(length);
  }

  private mayBeTelling(length: number): boolean {
    if (length >= shortestRunTogether) return true;
    if (length >= shortestNear - 1 && mayBeNear(this.first, this.second, this.last)) return true;
    const between = this.sum - letterSum(this.first) - letterSum(this.last);
    return unscrambledWord({ first: this.first, last: this.last, between, length }) !== undefined;
  }

  private isKnownWord(): boolean {
    return knownWord(this.hash) !== undefined || conceptOfWord(this.hash) !== 0;
  }
}

function isVowel(lower: number): boolean {
  return lower === 0x61 || lower === 0x65 || lower === 0x69 || lower === 0x6f || lower === 0x75;
}

/** A word that may be disguised. */
export interface Word {
  readonly end: number;
  /** Which kinds of character it has. */
  readonly kinds: number;
  /** There is nothing to repair. */
  readonly isOrdinary: boolean;
}

/** A full stop or a bracket ends a word; a digit may be its last letter. */
function isLast(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code >= 0x30 && code <= 0x39) return false;
  const next = index + 1 < text.length ? text.charCodeAt(index + 1) : 0;
  return (wordKindOf(next) & (wordKinds.letter | wordKinds.sign)) === 0;
}

/** Words of letters alone in which there is nothing to repair. */
const ordinary = new WordMemo();
const packed = new PackedWord();

/** The end of a word that is remembered as ordinary; -1 for any other, which needs a closer look. */
export function endOfOrdinary(text: string, from: number): number {
  packed.clear();
  let index = from;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const kind = wordKindOf(code);
    if (kind === wordKinds.letter) packed.add(code);
    else if (kind === 0 || isLast(text, index)) break;
    else return -1;
  }
  return ordinary.get(packed) === undefined ? -1 : index;
}

/** Remembers the word of letters alone that `endOfOrdinary` was asked about last. */
export function rememberOrdinary(): void {
  ordinary.set(packed, 1);
}

/** Reads the word that begins here, letter by letter. */
export function readWord(text: string, from: number): Word {
  const reader = new WordReader();
  let kinds = 0;
  let index = from;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const kind = wordKindOf(code);
    if (kind === 0 || (kind !== wordKinds.letter && isLast(text, index))) break;
    kinds |= kind;
    if (kind === wordKinds.letter) reader.addLetter(code | 0x20);
  }
  return { end: index, kinds, isOrdinary: reader.isOrdinary(index - from, kinds) };
}
