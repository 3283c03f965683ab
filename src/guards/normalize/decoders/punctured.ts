import type { Decoder } from "../decoder.ts";
import { isStrange } from "../is-strange.ts";
import type { MappedText } from "../mapped-text.ts";
import { sampleLength, senseOf } from "../sense-of.ts";
import { withoutMatches } from "../without-matches.ts";

/** So much more makes sense without the marks. */
const gain = 0.15;
const mark = /(?<=[A-Za-z])[^A-Za-z\s]{1,3}(?=[A-Za-z])/g;

/** Marks or digits inside words: left out. */
function decode(text: string): MappedText | undefined {
  const sample = text.slice(0, sampleLength);
  if (senseOf(sample.replaceAll(mark, "")) < senseOf(sample) + gain) return undefined;
  return withoutMatches(text, mark);
}

export const punctured: Decoder = {
  id: "punctured",
  nests: false,
  suspects: (sniffed, text) => isStrange(sniffed) && sniffed.letters + sniffed.spaces < text.length,
  decode,
};
