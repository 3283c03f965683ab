import type { OddWord } from "./odd-word.ts";
import { OddWordCollector } from "./odd-word-collector.ts";
import { RunCollector } from "./run-collector.ts";
import type { SniffedRuns } from "./run-collector.ts";
import { WordCounts } from "./word-counts.ts";

/** What one pass over a text tells about how it may be written: decoders look here before they look at the text. */
export interface Sniffed {
  /** Words of two letters or more, and how many of them are known as they stand, or backwards. */
  readonly words: number;
  readonly known: number;
  /** Common words of other languages in Latin letters. */
  readonly foreign: number;
  readonly knownBackwards: number;
  readonly singleLetters: number;
  /** Words that stand for letters: alpha, bravo. */
  readonly spelling: number;
  /** Articles behind a preposition, as in "of the", and in front of one. */
  readonly forwardPairs: number;
  readonly backwardPairs: number;
  readonly length: number;
  readonly letters: number;
  /** How many letters the longest word has. */
  readonly longestWord: number;
  readonly digits: number;
  readonly spaces: number;
  /** Signs that nothing else here counts, and characters beyond ASCII. */
  readonly others: number;
  readonly dotsAndDashes: number;
  readonly quotes: number;
  readonly lines: number;
  /** The longest run without a space. */
  readonly longestRun: number;
  readonly percents: number;
  readonly ampersands: number;
  readonly backslashes: number;
  readonly equals: number;
  readonly angles: number;
  readonly markup: number;
  /** What is known of all its words together. */
  readonly facts: number;
  readonly runs: SniffedRuns;
  /** Words that may be meant otherwise than they are written. */
  readonly oddWords: readonly OddWord[];
}

/** What a character that is no letter counts as; the counters of `signs` follow. */
const counters = { other: 0, space: 1, line: 2, digit: 3, firstSign: 4 } as const;

const signs = [
  ["percents", "%"],
  ["ampersands", "&"],
  ["backslashes", "\\"],
  ["equals", "="],
  ["angles", "<"],
  ["markup", "*`+"],
  ["dotsAndDashes", ".-"],
  ["quotes", "\"'"],
] as const satisfies readonly (readonly [keyof Sniffed, string])[];

const letter = 0xff;
const counterOf = new Uint8Array(256);
for (let code = 0x61; code <= 0x7a; code += 1) counterOf[code] = counterOf[code - 32] = letter;
for (const code of [0x20, 0x09, 0x0d]) counterOf[code] = counters.space;
counterOf[0x0a] = counters.line;
for (let code = 0x30; code <= 0x39; code += 1) counterOf[code] = counters.digit;
for (const [index, [, characters]] of signs.entries()) {
  for (const character of characters) counterOf[character.charCodeAt(0)] = counters.firstSign + index;
}

/** What stands between words. */
class SignCounts {
  readonly counts = new Int32Array(counters.firstSign + signs.length);
  longestRun = 0;
  private runFrom = 0;

  add(index: number, counter: number): void {
    this.counts[counter] = (this.counts[counter] ?? 0) + 1;
    if (counter === counters.space || counter === counters.line) this.endRun(index);
  }

  endRun(index: number): void {
    if (index - this.runFrom > this.longestRun) this.longestRun = index - this.runFrom;
    this.runFrom = index + 1;
  }
}

/** Reads a folded text once: letters a word at a time, and everything else sign by sign. */
export function sniffText(bytes: Uint8Array): Sniffed {
  const words = new WordCounts();
  const between = new SignCounts();
  const runs = new RunCollector(bytes);
  const odd = new OddWordCollector(bytes);
  for (let index = 0; index < bytes.length;) {
    const counter = counterOf[bytes[index] ?? 0] ?? counters.other;
    if (counter === letter) {
      const end = words.read(bytes, index);
      runs.addLetters(index);
      odd.addLetters(index, words.last);
      index = end;
    } else {
      between.add(index, counter);
      runs.addSign(index);
      odd.addSign(index);
      index += 1;
    }
  }
  between.endRun(bytes.length);
  return sniffedOf({ length: bytes.length, words, between, runs: runs.finish(), oddWords: odd.finish() });
}

interface Read {
  readonly length: number;
  readonly words: WordCounts;
  readonly between: SignCounts;
  readonly runs: SniffedRuns;
  readonly oddWords: readonly OddWord[];
}

function sniffedOf({ length, words, between, runs, oddWords }: Read): Sniffed {
  const { counts, longestRun } = between;
  const count = (index: number): number => counts[counters.firstSign + index] ?? 0;
  return {
    words: words.words,
    known: words.known,
    foreign: words.foreign,
    knownBackwards: words.knownBackwards,
    singleLetters: words.singleLetters,
    spelling: words.spelling,
    forwardPairs: words.forwardPairs,
    backwardPairs: words.backwardPairs,
    length,
    letters: words.letters,
    longestWord: words.longest,
    digits: counts[counters.digit] ?? 0,
    spaces: (counts[counters.space] ?? 0) + (counts[counters.line] ?? 0),
    others: (counts[counters.other] ?? 0) + count(7),
    longestRun,
    percents: count(0),
    ampersands: count(1),
    backslashes: count(2),
    equals: count(3),
    angles: count(4),
    markup: count(5),
    dotsAndDashes: count(6),
    quotes: count(7),
    lines: (counts[counters.line] ?? 0) + 1,
    facts: words.facts,
    runs,
    oddWords,
  };
}
