import { conceptOfStem, conceptOfWord, shortestStem } from "../classifier/concept-table.ts";
import { hashWord } from "../classifier/hash.ts";
import { isKnownWord } from "./vocabulary.ts";

/** What may follow a stem: -ing, -ions. */
const longestEnding = 4;

/** Says whether a word in lower case is known, or stands for a concept. */
export function isMeaningful(candidate: string): boolean {
  const hash = hashWord(candidate);
  if (isKnownWord(hash) || conceptOfWord(hash) !== 0) return true;
  for (
    let length = Math.max(shortestStem + 1, candidate.length - longestEnding);
    length <= candidate.length;
    length += 1
  ) {
    if (conceptOfStem(hashWord(candidate.slice(0, length))) !== 0) return true;
  }
  return false;
}
