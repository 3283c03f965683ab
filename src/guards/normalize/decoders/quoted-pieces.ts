import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";
import { senseOf } from "../sense-of.ts";

const fewestPieces = 4;
const piece = /"([^"\n]{1,24})"|'([^'\n]{1,24})'/g;
/** What is tried before all of a text is read so. */
const samplePieces = 24;
/** So much more makes sense when the pieces are put together. */
const gain = 0.1;

/** Short strings, one after the other: as what they are when they are put together. */
function decode(text: string): MappedText | undefined {
  const pieces = Array.from(text.matchAll(piece), (match) => ({
    written: match[1] ?? match[2] ?? "",
    start: match.index + 1,
  }));
  if (pieces.length < fewestPieces) return undefined;
  const sample = pieces.slice(0, samplePieces).map(({ written }) => written);
  if (senseOf(sample.join("")) < senseOf(sample.join(" ")) + gain) return undefined;
  const builder = new MappedTextBuilder(text.length);
  for (const { written, start } of pieces) builder.copy(written, start);
  return builder.finish();
}

export const quotedPieces: Decoder = {
  id: "pieces",
  nests: false,
  suspects: ({ quotes }) => quotes >= fewestPieces * 2,
  decode,
};
