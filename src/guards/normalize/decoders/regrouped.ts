import type { Decoder } from "../decoder.ts";
import { isStrange } from "../is-strange.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";
import { senseOf } from "../sense-of.ts";
import { segmentWords } from "../segment-words.ts";
import type { Sniffed } from "../sniff-text.ts";

/** More letters are not put together. */
const maxLetters = 2000;
/** What is tried before all of a text is read so. */
const sampleLetters = 120;
const sampleLength = 400;
/** Cut anew, this share of the letters stands in known words, and so much more than before. */
const rightShare = 0.65;
const gain = 0.15;
const group = /[A-Za-z]+/g;
const between = /[^A-Za-z]+/g;
const markAndSpace = /[^\sA-Za-z]\s|\s[^\sA-Za-z]/;
/** No text of so many words has only words as short as this. */
const shortWord = 3;
const fewestWords = 6;

/** The letters of a text in lower case, and where they stand. */
interface Letters {
  readonly letters: string;
  readonly places: readonly number[];
}

function lettersOf(text: string): Letters {
  const places: number[] = [];
  let letters = "";
  for (const { 0: found, index } of text.matchAll(group)) {
    letters += found;
    for (let at = 0; at < found.length; at += 1) places.push(index + at);
    if (letters.length > maxLetters) break;
  }
  return { letters: letters.slice(0, maxLetters).toLowerCase(), places };
}

/** What stands between most groups: it means nothing. */
function separatorOf(text: string): string {
  const counts = new Map<string, number>();
  for (const [gap] of text.slice(0, sampleLength).matchAll(between)) counts.set(gap, (counts.get(gap) ?? 0) + 1);
  const [most] = [...counts].toSorted((one, other) => other[1] - one[1]);
  return most?.[0] ?? "";
}

/** Tried on a few letters: most texts end here. */
function mayMakeSense(text: string): boolean {
  const before = senseOf(text);
  if (before + gain > 1) return false;
  const letters = text
    .slice(0, sampleLength)
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, "")
    .slice(0, sampleLetters);
  const sense = senseOf(segmentWords(letters).join(" "));
  return sense >= rightShare && sense >= before + gain;
}

/** Letters in groups of any size, with anything between them: put together, and cut into known words. */
function decode(text: string): MappedText | undefined {
  if (!mayMakeSense(text)) return undefined;
  const { letters, places } = lettersOf(text);
  const separator = separatorOf(text);
  const builder = new MappedTextBuilder(text.length * 2);
  let at = 0;
  let done = 0;
  for (const word of segmentWords(letters)) {
    for (const end = at + word.length; at < end; at += 1) {
      const place = places[at] ?? 0;
      // A mark with a space beside it has a meaning of its own; what stands between all groups has none.
      const gap = text.slice(done, place);
      if (gap !== separator && markAndSpace.test(gap)) builder.copy(gap, done);
      builder.push(letters.charAt(at), place, place + 1);
      done = place + 1;
    }
    builder.push(" ", done, done);
  }
  return builder.finish();
}

function isInGroups({ longestWord, words }: Sniffed): boolean {
  return words >= fewestWords && longestWord <= shortWord;
}

/** Letters that all stand alone have a reader of their own. */
function isSpaced({ singleLetters, words }: Sniffed): boolean {
  return singleLetters > words;
}

export const regrouped: Decoder = {
  id: "regrouped",
  nests: false,
  suspects: (sniffed) => !isSpaced(sniffed) && (isInGroups(sniffed) || isStrange(sniffed)),
  decode,
};
