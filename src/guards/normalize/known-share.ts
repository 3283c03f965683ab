import { asciiUnits } from "./ascii-units.ts";
import { sniffText } from "./sniff-text.ts";

/** More of a text need not be looked at to know its language. */
const sampleLength = 1200;
/** A reading of fewer words proves nothing. */
const fewestWords = 3;

/** The share of known words in a reading's beginning: much of it is known English when the reading is the right one. */
export function knownShare(text: string): number {
  const { words, known } = sniffText(asciiUnits(text.slice(0, sampleLength)));
  return words < fewestWords ? 0 : known / words;
}
