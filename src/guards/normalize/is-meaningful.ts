import { conceptOfStem, conceptOfWord, shortestStem } from "../classifier/concept-table.ts";
import { hashStart, hashStep } from "../classifier/hash.ts";
import { isKnownWord } from "./vocabulary.ts";

/** What may follow a stem: -ing, -ions. */
const longestEnding = 4;

/** Says whether a word in lower case is known, or stands for a concept. */
export function isMeaningful(candidate: string): boolean {
  const shortest = Math.max(shortestStem + 1, candidate.length - longestEnding);
  let hash = hashStart;
  let hasStem = false;
  for (let index = 0; index < candidate.length; index += 1) {
    hash = hashStep(hash, candidate.charCodeAt(index));
    if (index + 1 >= shortest && conceptOfStem(hash) !== 0) hasStem = true;
  }
  return hasStem || isKnownWord(hash) || conceptOfWord(hash) !== 0;
}
