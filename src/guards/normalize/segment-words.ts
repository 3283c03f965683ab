import { hashStart, hashStep } from "../classifier/hash.ts";
import { conceptOfStem, conceptOfWord } from "../classifier/concept-table.ts";
import { isKnownWord } from "./vocabulary.ts";

const longestWord = 16;
/** Longer runs of letters are no sentence. */
const maxRun = 2000;

/** The end of the longest known word that begins here; one letter when there is none. */
function longestKnown(run: string, from: number): number {
  let hash = hashStart;
  let best = from + 1;
  for (let index = from; index < Math.min(run.length, from + longestWord); index += 1) {
    hash = hashStep(hash, run.charCodeAt(index) | 0x20);
    const length = index - from + 1;
    if (
      length > 1 &&
      (isKnownWord(hash) || (length > 3 && (conceptOfWord(hash) || conceptOfStem(hash)) > 0))
    ) {
      best = index + 1;
    }
  }
  return best;
}

/** Cuts a run of letters into known words, the longest first; what is unknown between them stays together. */
export function segmentWords(run: string): readonly string[] {
  if (run.length > maxRun) return [run];
  const words: string[] = [];
  let unknown = "";
  for (let from = 0; from < run.length;) {
    const end = longestKnown(run, from);
    if (end === from + 1) unknown += run.charAt(from);
    else {
      if (unknown !== "") words.push(unknown);
      unknown = "";
      words.push(run.slice(from, end));
    }
    from = end;
  }
  if (unknown !== "") words.push(unknown);
  return words;
}
