import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";

/** What is looked at to tell what stands between words. */
const sampleLength = 240;
const fewestGaps = 4;
/** So often the same sign stands between two words where a space should be. */
const rightShare = 0.6;
const gap = /(?<=[A-Za-z0-9])[^A-Za-z0-9]{1,4}(?=[A-Za-z0-9])/g;

/** The sign, with the spaces around it, that stands between most words; undefined when it is a space or a line feed. */
function separatorOf(text: string): string | undefined {
  const counts = new Map<string, number>();
  let gaps = 0;
  for (const [found] of text.slice(0, sampleLength).matchAll(gap)) {
    gaps += 1;
    counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted((one, other) => other[1] - one[1]);
  if (most === undefined || gaps < fewestGaps || most[1] < gaps * rightShare) return undefined;
  return most[0].trim() === "" ? undefined : most[0];
}

/** Words with the same sign between all of them: with spaces instead. */
function decode(text: string): MappedText | undefined {
  const separator = separatorOf(text);
  if (separator === undefined) return undefined;
  const builder = new MappedTextBuilder(text.length);
  let done = 0;
  for (let index = text.indexOf(separator); index >= 0; index = text.indexOf(separator, done)) {
    builder.copy(text.slice(done, index), done);
    done = index + separator.length;
    builder.push(" ", index, done);
  }
  builder.copy(text.slice(done), done);
  return builder.finish();
}

export const separated: Decoder = {
  id: "separated",
  nests: false,
  // Fewer signs than half of the words cannot stand between most of them.
  suspects: ({ words, letters, digits, spaces }, text) =>
    words >= fewestGaps && (text.length - letters - digits - spaces) * 2 > words,
  decode,
};
