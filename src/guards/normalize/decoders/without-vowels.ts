import { changedWords } from "../changed-words.ts";
import type { Decoder } from "../decoder.ts";
import { wordOfConsonants, wordOfSkeleton } from "../words-by-letters.ts";

const sampleLength = 300;
const fewestWords = 3;
/** Words without vowels that are known as they stand (my, by) are few. */
const knownShare = 4;
/** In English every third letter is a vowel or more. */
const lettersPerVowel = 7;

function isPoorInVowels(sample: string): boolean {
  let letters = 0;
  let vowels = 0;
  for (let index = 0; index < sample.length; index += 1) {
    const code = sample.charCodeAt(index) | 0x20;
    if (code < 0x61 || code > 0x7a) continue;
    letters += 1;
    if (code === 0x61 || code === 0x65 || code === 0x69 || code === 0x6f || code === 0x75) vowels += 1;
  }
  return vowels * lettersPerVowel < letters;
}

export const withoutVowels: Decoder = {
  id: "vowels",
  nests: false,
  suspects({ words, known }, text) {
    return words >= fewestWords && known * knownShare < words && isPoorInVowels(text.slice(0, sampleLength));
  },
  decode: (text) => changedWords(text, (word) => wordOfConsonants(word) ?? wordOfSkeleton(word) ?? word),
};
