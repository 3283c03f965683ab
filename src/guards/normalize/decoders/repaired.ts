import { hashWord } from "../../classifier/hash.ts";
import { conceptOfWord } from "../../classifier/concept-table.ts";
import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";
import { segmentWords } from "../segment-words.ts";
import { knownWord, unscrambledWord } from "../vocabulary.ts";

const leet: Readonly<Record<string, string>> = {
  "0": "o", "1": "i", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "@": "a", $: "s", "!": "i", "|": "l", "+": "t", "(": "c", "€": "e", "£": "l",
};
/** Letters, digits and the signs that stand for letters. */
const word = /[A-Za-z0-9@$!|+(€£*._'`~-]{3,40}/g;
const longWord = 14;

function isKnown(candidate: string): boolean {
  const hash = hashWord(candidate);
  return knownWord(hash) !== undefined || conceptOfWord(hash) !== 0;
}

function unleet(written: string, one: string): string {
  let read = "";
  for (const character of written) read += character === "1" ? one : (leet[character] ?? character);
  return read;
}

const letterAndSign = /[a-z][0-9@$!|+(€£]|[0-9@$|+(€£][a-z]/;

/** The word that a disguised one is meant to be read as; undefined when it is none. */
function repairedWord(written: string): string | undefined {
  const lower = written.toLowerCase();
  const bare = lower.replaceAll(/[*._'`~-]/g, "");
  if (letterAndSign.test(lower)) {
    const read = unleet(bare.replace(/[!(]+$/, ""), "i");
    if (isKnown(read)) return read;
    const other = unleet(bare, "l");
    return isKnown(other) ? other : (unscrambledWord(read) ?? read);
  }
  if (bare.length < 4 || isKnown(bare)) return bare === lower || bare.length < 4 ? undefined : bare;
  const single = bare.replaceAll(/(.)\1+/g, "$1");
  const repaired = unscrambledWord(bare) ?? (single !== bare && isKnown(single) ? single : undefined);
  if (repaired !== undefined) return repaired;
  if (bare.length < longWord) return undefined;
  const words = segmentWords(bare);
  return words.length > 2 ? words.join(" ") : undefined;
}

function decode(text: string): MappedText | undefined {
  const builder = new MappedTextBuilder(text.length, text.length * 2);
  let done = 0;
  let repairs = 0;
  for (const { 0: written, index } of text.matchAll(word)) {
    const repaired = repairedWord(written);
    if (repaired === undefined) continue;
    repairs += 1;
    builder.copy(text.slice(done, index), done);
    done = index + written.length;
    builder.push(repaired, index, done);
  }
  if (repairs === 0) return undefined;
  builder.copy(text.slice(done), done);
  return builder.finish();
}

/** Digits for letters, letters mixed up, doubled or cut apart inside words, and words run together. */
export const repaired: Decoder = {
  id: "repaired",
  nests: false,
  suspects: ({ mixed, words, known, longWords, letters }) =>
    letters > 0 && (mixed > 1 || longWords > 0 || known < words * 0.75),
  decode,
};
