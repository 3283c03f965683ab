import { hashStart, hashStep } from "../classifier/hash.ts";
import { conceptOfWord } from "../classifier/concept-table.ts";
import { factsOf, wordFacts } from "./vocabulary.ts";

/** More of a reading need not be looked at to know whether it makes sense. */
export const sampleLength = 200;
/** A reading of fewer letters proves nothing. */
const fewestLetters = 8;

const meaningful = wordFacts.known | wordFacts.foreign;

/** Words of other languages are known as far as they are common, or what attacks are made of. */
function isSense(hash: number): boolean {
  return (factsOf(hash) & meaningful) !== 0 || conceptOfWord(hash) !== 0;
}

/** The share of letters that stand in known words of two letters or more, of any language; 0 for a reading that is too short to tell. */
export function senseOf(text: string): number {
  let letters = 0;
  let known = 0;
  let hash = hashStart;
  let length = 0;
  const end = Math.min(text.length, sampleLength);
  for (let index = 0; index <= end; index += 1) {
    const code = index < end ? text.charCodeAt(index) | 0x20 : 0;
    if (code >= 0x61 && code <= 0x7a) {
      hash = hashStep(hash, code);
      length += 1;
      continue;
    }
    letters += length;
    if (length > 1 && isSense(hash)) known += length;
    hash = hashStart;
    length = 0;
  }
  return letters < fewestLetters ? 0 : known / letters;
}
