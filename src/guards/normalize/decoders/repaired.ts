import { conceptOfStem, conceptOfWord, shortestStem } from "../../classifier/concept-table.ts";
import { hashStart, hashStep, hashWord } from "../../classifier/hash.ts";
import { PackedWord, WordMemo } from "../../classifier/word-memo.ts";
import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";
import { segmentWords } from "../segment-words.ts";
import { mayBeNear, nearWord, shortestNear } from "../near-words.ts";
import { knownWord, letterSum, unscrambledWord, wordOfSkeleton } from "../vocabulary.ts";

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
/** Shorter words are too easily another's letters: form, from. */
const shortestScrambled = 5;
const longestWord = 40;
/** Shorter runs of letters are one word, known or not. */
const shortestRunTogether = 20;

const letter = 1;
const sign = 2;
const joiner = 4;
const kindOf = new Uint8Array(128);
for (let code = 0x61; code <= 0x7a; code += 1) kindOf[code] = kindOf[code - 32] = letter;
for (const character of Object.keys(leet)) if (character.charCodeAt(0) < 128) kindOf[character.charCodeAt(0)] = sign;
for (const character of "*._`~-") kindOf[character.charCodeAt(0)] = joiner;

/** What may follow a stem: -ing, -ions. */
const longestEnding = 4;

function isKnown(candidate: string): boolean {
  const hash = hashWord(candidate);
  if (knownWord(hash) !== undefined || conceptOfWord(hash) !== 0) return true;
  for (
    let length = Math.max(shortestStem + 1, candidate.length - longestEnding);
    length <= candidate.length;
    length += 1
  ) {
    if (conceptOfStem(hashWord(candidate.slice(0, length))) !== 0) return true;
  }
  return false;
}

function unleet(written: string, one: string): string {
  let read = "";
  for (const character of written) read += character === "1" ? one : (leet[character] ?? character);
  return read;
}

/** Digits at a word's end are a number; in front of a letter they may be one themselves. */
const signInside = /[a-z][0-9@$]+[a-z]|[0-9@$][a-z]+[0-9@$]/;

/** The word that digits and signs among letters spell: a 1 is an i or an l. */
function unleetedWord(bare: string): string | undefined {
  const read = unleet(bare, "i");
  const known = [read, unleet(bare, "l")].find(isKnown) ?? unscrambledWord(read);
  if (known !== undefined || bare.length > longestUnknown) return known;
  return signInside.test(bare) && isMostlyLetters(bare) ? read : undefined;
}

/** Longer runs of letters and digits are names of things. */
const longestUnknown = 14;

function isMostlyLetters(bare: string): boolean {
  return bare.replaceAll(/[^a-z]/g, "").length * 2 >= bare.length;
}

const everyLetterTwice = /^(?:(.)\1){2,20}$/;

/** Letters said twice or more, as in ignoooore; when every one is, the word need not be known. */
function singledWord(bare: string): string | undefined {
  if (everyLetterTwice.test(bare)) return bare.replaceAll(/(.)\1/g, "$1");
  const single = bare.replaceAll(/(.)\1+/g, "$1");
  return single !== bare && isKnown(single) ? single : undefined;
}

/** Where a capital letter begins a word: IgnoreAllRules. */
const hump = /(?<=[a-z])(?=[A-Z])/;

function separatedWords(written: string, bare: string): string | undefined {
  const humps = written.split(hump);
  if (humps.length > 3) return humps.join(" ").toLowerCase();
  const words = segmentWords(bare);
  const letters = words.reduce((sum, word) => sum + (word.length > 1 && isKnown(word) ? word.length : 0), 0);
  return words.length > 3 && letters * 5 >= bare.length * 4 ? words.join(" ") : undefined;
}

/** ig-nore, i.g.n.o.r.e: known as a whole, and in no part, as output_tokens is. */
function joinedWord(lower: string, bare: string): string | undefined {
  const parts = lower.split(joiners);
  if (parts.some((part) => part.length >= shortestRepaired && isKnown(part))) return undefined;
  return isKnown(bare) ? bare : (unscrambledWord(bare) ?? nearWord(bare));
}

const joiners = /[*._`~-]+/;
const everyJoiner = /[*._`~-]/g;

/** The word that a disguised one is meant to be read as; undefined when it is none. */
function repairedWord(written: string, kinds: number): string | undefined {
  const lower = written.toLowerCase();
  if (kinds === letter) return respelledWord(written, lower);
  const bare = lower.replaceAll(everyJoiner, "");
  if ((kinds & sign) !== 0) {
    // An address or a version may hold anything; a word that is spelled so is known.
    return (kinds & joiner) === 0 ? unleetedWord(bare) : [unleet(bare, "i"), unleet(bare, "l")].find(isKnown);
  }
  return bare.length < shortestRepaired ? undefined : joinedWord(lower, bare);
}

/** The cheap ways come first: most words end here without a repair. */
function respelledWord(written: string, lower: string): string | undefined {
  const { length } = lower;
  const unscrambled = length < shortestScrambled ? undefined : unscrambledWord(lower);
  const near = unscrambled ?? (length < shortestNear - 1 ? undefined : nearWord(lower));
  if (near !== undefined) return near;
  if (!anyVowel.test(lower)) return wordOfSkeleton(lower) ?? singledWord(lower);
  if (length >= shortestRunTogether) return separatedWords(written, lower);
  return doubledLetters.test(lower) ? singledWord(lower) : undefined;
}

const anyVowel = /.[aeiou]/;
const doubledLetters = /(.)\1.*(.)\2|(.)\3\3/;

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
    if (kinds !== letter) return false;
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

interface Word {
  readonly end: number;
  /** Which kinds of character it has. */
  readonly kinds: number;
  readonly isOrdinary: boolean;
}

/** A full stop or a bracket ends a word; a digit may be its last letter. */
function isLast(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code >= 0x30 && code <= 0x39) return false;
  const next = index + 1 < text.length ? text.charCodeAt(index + 1) : 0;
  return next >= 128 || ((kindOf[next] ?? 0) & (letter | sign)) === 0;
}

/** Words of letters alone that are known to need no repair. */
const ordinary = new WordMemo();
const packed = new PackedWord();

/** The end of a word that is remembered as ordinary; -1 for any other, which needs a closer look. */
function endOfOrdinary(text: string, from: number): number {
  packed.clear();
  let index = from;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const kind = code < 128 ? (kindOf[code] ?? 0) : 0;
    if (kind === letter) packed.add(code);
    else if (kind === 0 || isLast(text, index)) break;
    else return -1;
  }
  return ordinary.get(packed) === undefined ? -1 : index;
}

function readWord(text: string, from: number): Word {
  const known = endOfOrdinary(text, from);
  if (known >= 0) return { end: known, kinds: letter, isOrdinary: true };
  const word = readUnknownWord(text, from);
  if (word.isOrdinary && word.kinds === letter) remember(text, from, word.end);
  return word;
}

function remember(text: string, from: number, end: number): void {
  packed.clear();
  for (let index = from; index < end; index += 1) packed.add(text.charCodeAt(index));
  ordinary.set(packed, 1);
}

function readUnknownWord(text: string, from: number): Word {
  const reader = new WordReader();
  let kinds = 0;
  let index = from;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const kind = code < 128 ? (kindOf[code] ?? 0) : 0;
    if (kind === 0 || (kind !== letter && isLast(text, index))) break;
    kinds |= kind;
    if (kind === letter) reader.addLetter(code | 0x20);
  }
  return { end: index, kinds, isOrdinary: reader.isOrdinary(index - from, kinds) };
}

interface Repair {
  readonly start: number;
  readonly end: number;
  readonly word: string;
  readonly kinds: number;
}

/** More disguised words than this are read as the first so many. */
const maxRepairs = 512;
/** One odd word is a typo or a name; two this close are a disguise. The words around them are read with them. */
const neighbourhood = 160;

function findRepairs(text: string): readonly Repair[] {
  const repairs: Repair[] = [];
  for (let index = 0; index < text.length && repairs.length < maxRepairs;) {
    const code = text.charCodeAt(index);
    if (code >= 128 || ((kindOf[code] ?? 0) & (letter | sign)) === 0) {
      index += 1;
      continue;
    }
    const word = readWord(text, index);
    const repaired = word.isOrdinary ? undefined : repairedWord(text.slice(index, word.end), word.kinds);
    if (repaired !== undefined) repairs.push({ start: index, end: word.end, word: repaired, kinds: word.kinds });
    index = Math.max(word.end, index + 1);
  }
  return repairs;
}

/** Words run together are many in one, and nobody writes a 3 for an e without meaning to. */
function isTelling({ word, kinds }: Repair): boolean {
  return word.includes(" ") || ((kinds & sign) !== 0 && word.length > shortestScrambled);
}

function decode(text: string): MappedText | undefined {
  const repairs = findRepairs(text);
  const builder = new MappedTextBuilder(256, text.length * 2);
  let done = 0;
  for (const [index, repair] of repairs.entries()) {
    const last = repairs[index - 1]?.end ?? Number.NEGATIVE_INFINITY;
    const next = repairs[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    const isAlone = repair.start - last > neighbourhood && next - repair.end > neighbourhood;
    if (isAlone && !isTelling(repair)) continue;
    const from = Math.max(done, repair.start - neighbourhood);
    // What lies between two neighbourhoods is left out; a line keeps them apart.
    if (from > done && builder.length > 0) builder.push("\n", from, from);
    builder.copy(text.slice(from, repair.start), from);
    builder.push(repair.word, repair.start, repair.end);
    done = repair.end;
    const upTo = Math.min(text.length, done + neighbourhood, next);
    builder.copy(text.slice(done, upTo), done);
    done = upTo;
  }
  return builder.length === 0 ? undefined : builder.finish();
}

/** Digits for letters, letters mixed up, doubled or cut apart inside words, and words run together. */
export const repaired: Decoder = {
  id: "repaired",
  nests: false,
  suspects: ({ letters }) => letters > 0,
  decode,
};
