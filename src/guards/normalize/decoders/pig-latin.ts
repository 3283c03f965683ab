import { changedWords } from "../changed-words.ts";
import type { Decoder } from "../decoder.ts";
import { isMeaningful } from "../is-meaningful.ts";

const ending = "ay";
/** What is looked at to tell whether most words end so. */
const sampleLength = 600;
const endings = /[a-z]ay(?![a-z])/gi;
const fewestEndings = 3;
const longestOnset = 3;
const onset = /[^aeiou]{1,3}$/;
const beforeVowel = /[wyh]$/;

/** The word whose first consonants went to its end, or that had none and got a -way. */
function readWord(word: string): string {
  if (!word.endsWith(ending)) return word;
  const stem = word.slice(0, -ending.length);
  const moved = Array.from({ length: longestOnset }, (_, index) => stem.slice(-index - 1) + stem.slice(0, -index - 1));
  const plain = beforeVowel.test(stem) ? stem.slice(0, -1) : stem;
  const likeliest = [plain, ...moved].find(isMeaningful);
  if (likeliest !== undefined) return likeliest;
  const consonants = onset.exec(stem)?.[0] ?? "";
  return plain === stem ? consonants + stem.slice(0, stem.length - consonants.length) : plain;
}

export const pigLatin: Decoder = {
  id: "pig-latin",
  nests: false,
  suspects({ words, known }, text) {
    if (known * 2 > words || words < fewestEndings) return false;
    const sample = text.slice(0, sampleLength);
    const count = sample.match(endings)?.length ?? 0;
    return count >= fewestEndings && count * 2 >= Math.min(words, sample.split(/\s+/).length);
  },
  decode: (text) => changedWords(text, readWord),
};
