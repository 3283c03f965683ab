import { moreWords } from "./more-words.ts";
import { letterSum, ordinaryWords, shortestWords, tellingWords } from "./vocabulary.ts";

/** Words by what is left of them; the first of two with the same key stays. */
function keyed<Key>(words: readonly string[], keyOf: (word: string) => Key | undefined): ReadonlyMap<Key, string> {
  const table = new Map<Key, string>();
  for (const word of words) {
    const key = keyOf(word);
    if (key !== undefined && !table.has(key)) table.set(key, word);
  }
  return table;
}

/** Tables are made when the first text needs one: few do, and a process should start at once. */
const tables: {
  skeletons?: ReadonlyMap<string, string>;
  consonants?: ReadonlyMap<string, string>;
  anagrams?: ReadonlyMap<number, string>;
} = {};

const innerVowels = /(?<=.)[aeiou]/g;
const anyVowel = /[aeiou]/g;
const shortestSkeleton = 4;
const shortestAnagram = 2;

function skeletonOf(word: string): string | undefined {
  const skeleton = word.replaceAll(innerVowels, "");
  return word.length >= shortestSkeleton && skeleton.length > 1 ? skeleton : undefined;
}

function consonantsOf(word: string): string | undefined {
  const consonants = word.replaceAll(anyVowel, "");
  return consonants === "" ? undefined : consonants;
}

/** The same for words of the same letters. */
function anagramKey(word: string): number | undefined {
  if (word.length < shortestAnagram) return undefined;
  let sum = 0;
  for (let index = 0; index < word.length; index += 1) sum += letterSum(word.charCodeAt(index));
  return sum;
}

/** The likeliest word of the same letters in any order. */
export function wordOfLetters(letters: string): string | undefined {
  tables.anagrams ??= keyed([...ordinaryWords, ...tellingWords, ...moreWords], anagramKey);
  const key = anagramKey(letters);
  return key === undefined ? undefined : tables.anagrams.get(key);
}

/** The word that is left when all of its vowels are taken out: one of the shortest, before longer ones (and, end, need). */
export function wordOfConsonants(consonants: string): string | undefined {
  tables.consonants ??= keyed([...shortestWords, ...tellingWords, ...ordinaryWords, ...moreWords], consonantsOf);
  return tables.consonants.get(consonants);
}

/** The word that is left when its vowels are taken out, but for the first letter. */
export function wordOfSkeleton(skeleton: string): string | undefined {
  tables.skeletons ??= keyed([...tellingWords, ...ordinaryWords], skeletonOf);
  return tables.skeletons.get(skeleton);
}
