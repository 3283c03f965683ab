import type { Decoder } from "../decoder.ts";
import { decodedRuns } from "../decoded-runs.ts";
import { segmentWords } from "../segment-words.ts";
import { senseOf } from "../sense-of.ts";

const fewestLines = 10;
/** Letters that no one chose seldom make so much sense. */
const rightShare = 0.75;
const lineStart = /^[^A-Za-z\n]*([A-Za-z])/gm;

/** What the first letters of the lines spell. */
function spelledBy(text: string): string | undefined {
  const letters = Array.from(text.matchAll(lineStart), ([, letter = ""]) => letter.toLowerCase()).join("");
  const read = segmentWords(letters).join(" ");
  return letters.length >= fewestLines && senseOf(read) >= rightShare ? read : undefined;
}

export const firstLetters: Decoder = {
  id: "first-letters",
  nests: false,
  suspects: ({ lines, words }) => lines >= fewestLines && words >= fewestLines,
  decode: (text) => decodedRuns(text, [{ start: 0, end: text.length }], spelledBy),
};
