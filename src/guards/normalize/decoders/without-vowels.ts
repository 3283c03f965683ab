import { changedWords } from "../changed-words.ts";
import type { Decoder } from "../decoder.ts";
import { wordOfConsonants, wordOfSkeleton } from "../vocabulary.ts";

const sampleLength = 600;
const fewestWords = 3;
/** In English every third letter is a vowel or more. */
const lettersPerVowel = 7;
const vowels = /[aeiou]/gi;
const letters = /[a-z]/gi;

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

export const withoutVowels: Decoder = {
  id: "vowels",
  nests: false,
  suspects({ words, known }, text) {
    if (words < fewestWords || known * 2 > words) return false;
    const sample = text.slice(0, sampleLength);
    return countOf(sample, vowels) * lettersPerVowel < countOf(sample, letters);
  },
  decode: (text) => changedWords(text, (word) => wordOfSkeleton(word) ?? wordOfConsonants(word) ?? word),
};
