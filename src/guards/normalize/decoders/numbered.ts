import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";
import { sampleLength } from "../sense-of.ts";

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
  const builder = new MappedTextBuilder(text.length);
  let done = 0;
  for (const { 0: found, index } of text.matchAll(number)) {
    builder.copy(text.slice(done, index), done);
    done = index + found.length;
  }
  builder.copy(text.slice(done), done);
  return builder.finish();
}

export const numbered: Decoder = {
  id: "numbered",
  nests: false,
  suspects: ({ words, digits }) => words >= fewestWords && digits >= words * rightShare,
  decode,
};
