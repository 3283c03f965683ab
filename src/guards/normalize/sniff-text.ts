import { hashStart, hashStep } from "../classifier/hash.ts";
import { backwardsWord, knownWord } from "./vocabulary.ts";

/** What one pass over a text tells about how it may be written: decoders look here before they look at the text. */
export interface Sniffed {
  readonly words: number;
  /** Words of two letters or more that are known as they stand, or backwards. */
  readonly known: number;
  readonly knownBackwards: number;
  readonly singleLetters: number;
  /** Words with letters and digits or letter-like signs in one. */
  readonly mixed: number;
  readonly longWords: number;
  readonly letters: number;
  readonly digits: number;
  readonly dotsAndDashes: number;
  /** The longest run without a space. */
  readonly longestRun: number;
  readonly percents: number;
  readonly ampersands: number;
  readonly backslashes: number;
  readonly equals: number;
  readonly angles: number;
  readonly markup: number;
}

type Counts = { -readonly [Key in keyof Sniffed]: Sniffed[Key] };

const longWordLength = 15;

const signs: Readonly<Record<string, keyof Sniffed>> = {
  "%": "percents",
  "&": "ampersands",
  "\\": "backslashes",
  "=": "equals",
  "<": "angles",
  "*": "markup",
  "`": "markup",
  "+": "markup",
  ".": "dotsAndDashes",
  "-": "dotsAndDashes",
};
const signOf: readonly (keyof Sniffed | undefined)[] = Array.from(
  { length: 128 },
  (_, code) => signs[String.fromCharCode(code)],
);

function endWord(counts: Counts, hash: number, length: number): void {
  if (length === 1) {
    counts.singleLetters += 1;
    return;
  }
  counts.words += 1;
  if (length >= longWordLength) counts.longWords += 1;
  if (knownWord(hash) !== undefined) counts.known += 1;
  if (backwardsWord(hash) !== undefined) counts.knownBackwards += 1;
}

/** Reads a folded text once, letter by letter. */
export function sniffText(text: string): Sniffed {
  const counts: Counts = {
    words: 0,
    known: 0,
    knownBackwards: 0,
    singleLetters: 0,
    mixed: 0,
    longWords: 0,
    letters: 0,
    digits: 0,
    dotsAndDashes: 0,
    longestRun: 0,
    percents: 0,
    ampersands: 0,
    backslashes: 0,
    equals: 0,
    angles: 0,
    markup: 0,
  };
  let hash = hashStart;
  let length = 0;
  let run = 0;
  let previousWasSign = false;
  for (let index = 0; index <= text.length; index += 1) {
    const code = index < text.length ? text.charCodeAt(index) : 0x20;
    const lower = code >= 0x41 && code <= 0x5a ? code + 32 : code;
    if (lower >= 0x61 && lower <= 0x7a) {
      hash = hashStep(hash, lower);
      length += 1;
      run += 1;
      counts.letters += 1;
      if (previousWasSign && run > 1) counts.mixed += 1;
      previousWasSign = false;
      continue;
    }
    if (length > 0) endWord(counts, hash, length);
    hash = hashStart;
    length = 0;
    if (code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d) {
      counts.longestRun = Math.max(counts.longestRun, run);
      run = 0;
      previousWasSign = false;
      continue;
    }
    run += 1;
    if (code >= 0x30 && code <= 0x39) {
      counts.digits += 1;
      previousWasSign = true;
      continue;
    }
    const sign = code < 128 ? signOf[code] : undefined;
    if (sign !== undefined) counts[sign] += 1;
    previousWasSign =
      code === 0x40 || code === 0x24 || code === 0x21 || code === 0x7c || sign === "dotsAndDashes" || sign === "markup";
  }
  return counts;
}
