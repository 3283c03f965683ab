import { hashStart, hashStep } from "../classifier/hash.ts";
import { factsOf, wordFacts } from "./vocabulary.ts";

/** What one pass over a text tells about how it may be written: decoders look here before they look at the text. */
export interface Sniffed {
  /** Words of two letters or more, and how many of them are known as they stand, or backwards. */
  readonly words: number;
  readonly known: number;
  readonly knownBackwards: number;
  readonly singleLetters: number;
  /** Words that stand for letters: alpha, bravo. */
  readonly spelling: number;
  /** Articles behind a preposition, as in "of the", and in front of one. */
  readonly forwardPairs: number;
  readonly backwardPairs: number;
  readonly letters: number;
  readonly digits: number;
  /** Signs that nothing else here counts, and characters beyond ASCII. */
  readonly others: number;
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

/** What a character counts as; the counters of `signs` follow. */
const kinds = { other: 0, letter: 1, space: 2, digit: 3, firstSign: 4 } as const;

const signs = [
  ["percents", "%"],
  ["ampersands", "&"],
  ["backslashes", "\\"],
  ["equals", "="],
  ["angles", "<"],
  ["markup", "*`+"],
  ["dotsAndDashes", ".-"],
] as const satisfies readonly (readonly [keyof Sniffed, string])[];

const kindOf = new Uint8Array(256);
for (let code = 0x61; code <= 0x7a; code += 1) kindOf[code] = kindOf[code - 32] = kinds.letter;
for (const code of [0x20, 0x0a, 0x09, 0x0d]) kindOf[code] = kinds.space;
for (let code = 0x30; code <= 0x39; code += 1) kindOf[code] = kinds.digit;
for (const [index, [, characters]] of signs.entries()) {
  for (const character of characters) kindOf[character.charCodeAt(0)] = kinds.firstSign + index;
}

/** The words that have been read so far. */
class WordCounts {
  words = 0;
  known = 0;
  knownBackwards = 0;
  singleLetters = 0;
  letters = 0;
  spelling = 0;
  forwardPairs = 0;
  backwardPairs = 0;
  private before = 0;

  /** A word that has just ended. */
  add(length: number, facts: number): void {
    this.letters += length;
    if (length === 1) this.singleLetters += 1;
    else this.words += 1;
    if (facts !== 0) this.count(facts);
    this.before = facts;
  }

  private count(facts: number): void {
    if ((facts & wordFacts.known) !== 0) this.known += 1;
    if ((facts & wordFacts.knownBackwards) !== 0) this.knownBackwards += 1;
    if ((facts & wordFacts.spelling) !== 0) this.spelling += 1;
    if ((facts & wordFacts.article) !== 0 && (this.before & wordFacts.preposition) !== 0) this.forwardPairs += 1;
    if ((facts & wordFacts.preposition) !== 0 && (this.before & wordFacts.article) !== 0) this.backwardPairs += 1;
  }
}

/** Reads a folded text once, letter by letter. */
export function sniffText(bytes: Uint8Array): Sniffed {
  const words = new WordCounts();
  const counts = new Int32Array(kinds.firstSign + signs.length);
  let longestRun = 0;
  let runFrom = 0;
  let hash = hashStart;
  let length = 0;
  const { length: units } = bytes;
  for (let index = 0; index <= units; index += 1) {
    const code = index < units ? (bytes[index] ?? 0) : 0x20;
    const kind = kindOf[code] ?? kinds.other;
    if (kind === kinds.letter) {
      hash = hashStep(hash, code | 0x20);
      length += 1;
      continue;
    }
    if (length > 0) {
      words.add(length, length === 1 ? 0 : factsOf(hash));
      hash = hashStart;
      length = 0;
    }
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (kind !== kinds.space) continue;
    if (index - runFrom > longestRun) longestRun = index - runFrom;
    runFrom = index + 1;
  }
  return sniffedOf(words, counts, longestRun);
}

function sniffedOf(words: WordCounts, counts: Int32Array, longestRun: number): Sniffed {
  const count = (index: number): number => counts[kinds.firstSign + index] ?? 0;
  return {
    words: words.words,
    known: words.known,
    knownBackwards: words.knownBackwards,
    singleLetters: words.singleLetters,
    spelling: words.spelling,
    forwardPairs: words.forwardPairs,
    backwardPairs: words.backwardPairs,
    letters: words.letters,
    digits: counts[kinds.digit] ?? 0,
    others: counts[kinds.other] ?? 0,
    longestRun,
    percents: count(0),
    ampersands: count(1),
    backslashes: count(2),
    equals: count(3),
    angles: count(4),
    markup: count(5),
    dotsAndDashes: count(6),
  };
}
