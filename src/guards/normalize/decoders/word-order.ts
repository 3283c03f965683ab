import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";

const fewestWords = 4;
/** A longer text has articles and prepositions, which tell more. */
const mostUntold = 40;
const capitalLast = /(?:^|\s)[A-Z][A-Za-z']*[^A-Za-z\s]*$/;
const capitalFirst = /^[^A-Za-z]*[A-Z]/;
/** Longer than the last word of most sentences. */
const tailLength = 40;
const word = /\S+/g;

/** Without a preposition before an article, a capital letter at the wrong end must tell. */
function isTurned(text: string): boolean {
  return !capitalFirst.test(text.slice(0, tailLength)) && capitalLast.test(text.slice(-tailLength));
}

/** The words from last to first. */
function decode(text: string): MappedText {
  const builder = new MappedTextBuilder(text.length + 1);
  for (const { 0: found, index } of [...text.matchAll(word)].toReversed()) {
    builder.copy(found, index);
    builder.push(" ", index, index + found.length);
  }
  return builder.finish();
}

export const wordOrder: Decoder = {
  id: "word-order",
  nests: false,
  suspects({ words, forwardPairs, backwardPairs }, text) {
    if (words < fewestWords) return false;
    if (forwardPairs + backwardPairs > 0) return backwardPairs > forwardPairs;
    return words <= mostUntold && isTurned(text);
  },
  decode,
};
