import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";

const fewestLines = 4;
/** More lines are not put together. */
const mostLines = 400;
/** A line that is cut at a width, wherever in a word that falls, is short; the lines of a table may be of one length too. */
const widest = 80;

function areOfOneWidth(lines: readonly string[]): boolean {
  const width = lines[0]?.length ?? 0;
  const [last] = lines.slice(-1);
  return (
    width > 1 &&
    width <= widest &&
    lines.slice(0, -1).every((line) => line.length === width) &&
    (last?.length ?? 0) <= width
  );
}

/** Lines that are all as long as the first: one line. */
function decode(text: string): MappedText | undefined {
  const lines = text.split("\n", mostLines);
  if (!areOfOneWidth(lines)) return undefined;
  const builder = new MappedTextBuilder(text.length);
  let start = 0;
  for (const line of lines) {
    builder.copy(line, start);
    start += line.length + 1;
  }
  return builder.finish();
}

export const wrapped: Decoder = {
  id: "wrapped",
  nests: true,
  suspects: ({ lines }) => lines >= fewestLines && lines <= mostLines,
  decode,
};
