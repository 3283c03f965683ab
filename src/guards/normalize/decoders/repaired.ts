import { conceptOfStem, conceptOfWord, shortestStem } from "../../classifier/concept-table.ts";
import { hashStart, hashStep, hashWord } from "../../classifier/hash.ts";
import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";
import { segmentWords } from "../segment-words.ts";
import { knownWord, letterSum, unscrambledWord } from "../vocabulary.ts";

const leet: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "2": "z",
  "3": "e",
  "4": "a",
  "5": "s",
  "6": "g",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
  "+": "t",
  "(": "c",
  "€": "e",
  "£": "l",
};
const shortestRepaired = 4;
const longestWord = 40;
/** Shorter runs of letters are one word, known or not. */
const shortestRunTogether = 14;

const letter = 1;
const sign = 2;
const joiner = 4;
const kindOf = new Uint8Array(128);
for (let code = 0x61; code <= 0x7a; code += 1) kindOf[code] = kindOf[code - 32] = letter;
for (const character of Object.keys(leet)) if (character.charCodeAt(0) < 128) kindOf[character.charCodeAt(0)] = sign;
for (const character of "*._'`~-") kindOf[character.charCodeAt(0)] = joiner;

function isKnown(candidate: string): boolean {
  const hash = hashWord(candidate);
  if (knownWord(hash) !== undefined || conceptOfWord(hash) !== 0) return true;
  for (let length = shortestStem + 1; length <= candidate.length; length += 1) {
    if (conceptOfStem(hashWord(candidate.slice(0, length))) !== 0) return true;
  }
  return false;
}

function unleet(written: string, one: string): string {
  let read = "";
  for (const character of written) read += character === "1" ? one : (leet[character] ?? character);
  return read;
}

/** The word that digits and signs among letters spell: a 1 is an i or an l. */
function unleetedWord(bare: string): string | undefined {
  const trimmed = bare.replace(/[!(+|]+$/, "");
  return (
    [unleet(trimmed, "i"), unleet(trimmed, "l"), unleet(bare, "i")].find(isKnown) ??
    unscrambledWord(unleet(trimmed, "i"))
  );
}

/** Letters said twice or more, as in ignoooore. */
function singledWord(bare: string): string | undefined {
  const single = bare.replaceAll(/(.)\1+/g, "$1");
  return single !== bare && isKnown(single) ? single : undefined;
}

function separatedWords(bare: string): string | undefined {
  if (bare.length < shortestRunTogether) return undefined;
  const words = segmentWords(bare);
  const letters = words.reduce((sum, word) => sum + (isKnown(word) ? word.length : 0), 0);
  return words.length > 2 && letters * 4 > bare.length * 3 ? words.join(" ") : undefined;
}

/** The word that a disguised one is meant to be read as; undefined when it is none. */
function repairedWord(written: string, kinds: number): string | undefined {
  const bare = written.toLowerCase().replaceAll(/[*._'`~-]/g, "");
  if ((kinds & sign) !== 0) return unleetedWord(bare);
  if (bare.length < shortestRepaired) return undefined;
  if (bare.length < written.length && isKnown(bare)) return bare;
  return unscrambledWord(bare) ?? singledWord(bare) ?? separatedWords(bare);
}

/** A word while it is read: enough to say cheaply whether it is worth a closer look. */
class WordReader {
  private hash = hashStart;
  private sum = 0;
  private stem = 0;
  private run = 1;
  private tripled = false;
  private first = 0;
  private last = 0;
  private letters = 0;

  addLetter(lower: number): void {
    this.letters += 1;
    if (this.letters === 1) this.first = lower;
    this.run = lower === this.last ? this.run + 1 : 1;
    if (this.run > 2) this.tripled = true;
    this.hash = hashStep(this.hash, lower);
    if (this.letters > shortestStem) this.stem ||= conceptOfStem(this.hash);
    this.sum += letterSum(lower);
    this.last = lower;
  }

  /** Most words are known, or like no telling word: there is nothing to repair. */
  isOrdinary(length: number, kinds: number): boolean {
    if (this.letters === 0 || length > longestWord || length < shortestStem) return true;
    if (kinds !== letter) return false;
    if (this.tripled) return false;
    if (length < shortestRepaired || this.stem !== 0) return true;
    if (knownWord(this.hash) !== undefined || conceptOfWord(this.hash) !== 0) return true;
    if (length >= shortestRunTogether) return false;
    const between = this.sum - letterSum(this.first) - letterSum(this.last);
    return unscrambledWord({ first: this.first, last: this.last, between, length }) === undefined;
  }
}

interface Word {
  readonly end: number;
  /** Which kinds of character it has. */
  readonly kinds: number;
  readonly isOrdinary: boolean;
}

function readWord(text: string, from: number): Word {
  const reader = new WordReader();
  let kinds = 0;
  let index = from;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const kind = code < 128 ? (kindOf[code] ?? 0) : 0;
    if (kind === 0) break;
    kinds |= kind;
    if (kind === letter) reader.addLetter(code | 0x20);
  }
  return { end: index, kinds, isOrdinary: reader.isOrdinary(index - from, kinds) };
}

function decode(text: string): MappedText | undefined {
  let builder: MappedTextBuilder | undefined;
  let done = 0;
  for (let index = 0; index < text.length;) {
    const code = text.charCodeAt(index);
    if (code >= 128 || ((kindOf[code] ?? 0) & (letter | sign)) === 0) {
      index += 1;
      continue;
    }
    const word = readWord(text, index);
    const repaired = word.isOrdinary ? undefined : repairedWord(text.slice(index, word.end), word.kinds);
    if (repaired !== undefined) {
      builder ??= new MappedTextBuilder(text.length, text.length * 2);
      builder.copy(text.slice(done, index), done);
      builder.push(repaired, index, word.end);
      done = word.end;
    }
    index = word.end;
  }
  builder?.copy(text.slice(done), done);
  return builder?.finish();
}

/** Digits for letters, letters mixed up, doubled or cut apart inside words, and words run together. */
export const repaired: Decoder = {
  id: "repaired",
  nests: false,
  suspects: ({ letters }) => letters > 0,
  decode,
};
