import type { Decoder } from "../decoder.ts";
import type { MappedText } from "../mapped-text.ts";
import { sampleLength } from "../sense-of.ts";
import { withoutMatches } from "../without-matches.ts";

const fewestWords = 4;
/** So many of the words have a number behind them. */
const rightShare = 0.5;
const word = /[A-Za-z]+/g;
const number = /(?<=[A-Za-z]{2})\d{1,4}(?![A-Za-z0-9])/g;

function isNumbered(sample: string): boolean {
  const words = sample.match(word)?.length ?? 0;
  const numbers = sample.match(number)?.length ?? 0;
  return words >= fewestWords && numbers >= words * rightShare;
}

/** Words with a number behind each: without them. */
function decode(text: string): MappedText | undefined {
  if (!isNumbered(text.slice(0, sampleLength))) return undefined;
  return withoutMatches(text, number);
}

export const numbered: Decoder = {
  id: "numbered",
  nests: false,
  suspects: ({ words, digits }) => words >= fewestWords && digits >= words * rightShare,
  decode,
};
