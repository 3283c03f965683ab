import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";

const fewestLines = 4;
/** A longer list is data. */
const mostLines = 400;
/** In a list of single words, no line has many. */
const mostWordsALine = 2;
/** What stands before and behind a list's entry. */
const entry = /^[ \t]*(?:[-*•>]|\(?\d{1,3}[.):\]])?[ \t]*(.*?)[ \t]*$/gm;

/** A word or two a line, with numbers or bullets: one line. */
function decode(text: string): MappedText | undefined {
  const builder = new MappedTextBuilder(text.length * 2);
  for (const { 0: line, 1: written = "", index } of text.matchAll(entry)) {
    if (written === "") continue;
    const start = index + line.lastIndexOf(written);
    builder.copy(written, start);
    builder.push(" ", start + written.length, start + written.length);
  }
  return builder.finish();
}

export const listed: Decoder = {
  id: "listed",
  nests: false,
  suspects({ words, lines }) {
    return lines >= fewestLines && lines <= mostLines && words >= fewestLines && words <= lines * mostWordsALine;
  },
  decode,
};
