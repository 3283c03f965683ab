import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";
import { segmentWords } from "../segment-words.ts";

const minSingles = 6;
/** Single letters or digits with up to three other characters between them, six times over. */
const run = /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}][^\p{L}\p{N}]{1,4}){5,4000}[\p{L}\p{N}](?![\p{L}\p{N}])/gu;

/** The gap that stands between most letters; any other gap is one between words. */
function letterGap(spaced: string): string {
  const counts = new Map<string, number>();
  for (const gap of spaced.matchAll(/[^\p{L}\p{N}]+/gu)) counts.set(gap[0], (counts.get(gap[0]) ?? 0) + 1);
  const [most] = [...counts].toSorted((one, other) => other[1] - one[1]);
  return most?.[0] ?? " ";
}

function joinRun(builder: MappedTextBuilder, spaced: string, start: number): void {
  const gap = letterGap(spaced);
  let letters = "";
  let places: number[] = [];
  const flush = (): void => {
    let at = 0;
    for (const word of segmentWords(letters)) {
      for (const letter of word) {
        const place = places[at] ?? start;
        builder.push(letter, place, place + letter.length);
        at += 1;
      }
      builder.push(" ", start, start);
    }
    letters = "";
    places = [];
  };
  for (const match of spaced.matchAll(/[\p{L}\p{N}]|[^\p{L}\p{N}]+/gu)) {
    if (/[\p{L}\p{N}]/u.test(match[0])) {
      letters += match[0];
      places.push(start + match.index);
    } else if (match[0] !== gap) flush();
  }
  flush();
}

function decode(text: string): MappedText | undefined {
  const builder = new MappedTextBuilder(text.length * 2);
  let done = 0;
  for (const { 0: spaced, index } of text.matchAll(run)) {
    builder.copy(text.slice(done, index), done);
    joinRun(builder, spaced, index);
    done = index + spaced.length;
  }
  if (done === 0) return undefined;
  builder.copy(text.slice(done), done);
  return builder.finish();
}

/** Letters kept apart by spaces, dots, dashes or anything else. */
export const spaced: Decoder = {
  id: "spaced",
  nests: false,
  suspects: ({ singleLetters, words }) => singleLetters >= minSingles && singleLetters > words,
  decode,
};
