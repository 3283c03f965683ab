import type { Sniffed } from "./sniff-text.ts";

/** Fewer letters are no message. */
const fewestLetters = 12;
/** In English prose four words of five are known, in code one of two; in other languages every fourth is a common one. */
const ordinaryShare = 0.42;

/** In a text of another script, a few Latin letters are names. */
const charactersPerLetter = 4;

/** Says whether a text of Latin letters has so few words of any language that its letters may be meant otherwise. */
export function isStrange({ words, known, foreign, singleLetters, letters, length }: Sniffed): boolean {
  if (letters * charactersPerLetter < length) return false;
  return letters >= fewestLetters && known + foreign < (words + singleLetters) * ordinaryShare;
}
