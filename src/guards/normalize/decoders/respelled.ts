import { changedWords } from "../changed-words.ts";
import type { Decoder } from "../decoder.ts";
import { isMeaningful } from "../is-meaningful.ts";
import { isStrange } from "../is-strange.ts";
import type { MappedText } from "../mapped-text.ts";
import { senseOf } from "../sense-of.ts";
import { wordOfConsonants, wordOfLetters } from "../words-by-letters.ts";

/** A way in which every word may be spelled. */
interface Spelling {
  readonly read: (word: string) => string;
  /** The right way turns this share of the letters into known words: the freer the way, the more chance does. */
  readonly rightShare: number;
}

const gain = 0.2;
/** Where so much makes sense as it stands, there is nothing to respell. */
const mostSense = 0.5;
const anyVowel = /[aeiou]/g;

/** The same letters in any order: rotated, swapped, sorted. */
const reordered: Spelling = { read: (word) => keepKnown(word, wordOfLetters), rightShare: 0.7 };
/** Other vowels than usual, or none. */
const otherVowels: Spelling = {
  read: (word) => keepKnown(word, (unknown) => wordOfConsonants(unknown.replaceAll(anyVowel, ""))),
  rightShare: 0.7,
};

function keepKnown(word: string, read: (word: string) => string | undefined): string {
  return isMeaningful(word) ? word : (read(word) ?? word);
}

/** Without the syllable that was put into every one. */
function withoutSyllable(syllable: string): Spelling {
  return { read: (word) => word.replaceAll(syllable, ""), rightShare: 0.4 };
}

/** Moved, turned around, or without a letter at one end of each word. */
const moved: readonly Spelling[] = [
  { read: (word) => word.slice(-1) + word.slice(0, -1), rightShare: 0.4 },
  { read: (word) => word.slice(1) + word.slice(0, 1), rightShare: 0.4 },
  { read: (word) => word.slice(-1) + word.slice(1, -1) + (word.length > 1 ? word.slice(0, 1) : ""), rightShare: 0.4 },
  { read: (word) => word.slice(-2) + word.slice(0, -2), rightShare: 0.4 },
  { read: (word) => Array.from(word).toReversed().join(""), rightShare: 0.4 },
  { read: (word) => word.slice(1), rightShare: 0.4 },
  { read: (word) => word.slice(0, -1), rightShare: 0.4 },
  { read: (word) => word.slice(1, -1), rightShare: 0.4 },
  { read: (word) => word.slice(2), rightShare: 0.4 },
  { read: (word) => word.slice(0, -2), rightShare: 0.4 },
  { read: (word) => word.replaceAll(/(.)./g, "$1"), rightShare: 0.4 },
];

const longestSyllable = 3;
const likeliest = 2;

/** The letters, pairs and triples that occur most often: what was put in everywhere is among them. */
function frequentSyllables(words: readonly string[]): readonly string[] {
  return Array.from({ length: longestSyllable }, (_, less) => {
    const size = less + 1;
    const counts = new Map<string, number>();
    for (const word of words) {
      for (let index = 0; index + size <= word.length; index += 1) {
        const syllable = word.slice(index, index + size);
        counts.set(syllable, (counts.get(syllable) ?? 0) + 1);
      }
    }
    return mostFrequent(counts, size === 1 ? likeliest * 2 : likeliest);
  }).flat();
}

function mostFrequent(counts: Map<string, number>, many: number): readonly string[] {
  const left = new Map(counts);
  return Array.from({ length: many }, () => {
    let most = "";
    for (const [syllable, count] of left) if (count > (left.get(most) ?? 0)) most = syllable;
    left.delete(most);
    return most;
  }).filter((syllable) => syllable !== "");
}

const sampleLength = 120;
const everyWord = /[a-z]+/g;

function bestSpelling(text: string): Spelling | undefined {
  const sample = text.slice(0, sampleLength).toLowerCase();
  const before = senseOf(sample);
  if (before > mostSense) return undefined;
  const spellings = [
    reordered,
    otherVowels,
    ...moved,
    ...frequentSyllables(sample.match(everyWord) ?? []).map(withoutSyllable),
  ];
  const [best] = spellings
    .map((spelling) => ({ spelling, sense: senseOf(sample.replaceAll(everyWord, spelling.read)) }))
    .filter(({ spelling, sense }) => sense >= spelling.rightShare && sense >= before + gain)
    .toSorted((one, other) => other.sense - one.sense);
  return best?.spelling;
}

/** Words that are all spelled by one rule: letters put in, left out, or in another order. */
function decode(text: string): MappedText | undefined {
  const spelling = bestSpelling(text);
  return spelling === undefined ? undefined : changedWords(text, spelling.read);
}

export const respelled: Decoder = { id: "respelled", nests: false, suspects: isStrange, decode };
