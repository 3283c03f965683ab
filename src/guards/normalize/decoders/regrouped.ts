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
const letter = /[A-Za-z]/g;
/** No text of so many words has only words as short as this. */
const shortWord = 3;
const fewestWords = 6;

/** A letter, and what stands before it. */
interface Placed {
  readonly letter: string;
  readonly index: number;
  readonly gap: string;
}

function lettersOf(text: string): readonly Placed[] {
  let done = 0;
  return Array.from(text.matchAll(letter))
    .slice(0, maxLetters)
    .map(({ 0: found, index }) => {
      const gap = text.slice(done, index);
      done = index + 1;
      return { letter: found.toLowerCase(), index, gap };
    });
}

/** What stands between most groups: it means nothing. */
function separatorOf(letters: readonly Placed[]): string {
  const counts = new Map<string, number>();
  for (const { gap } of letters) if (gap !== "") counts.set(gap, (counts.get(gap) ?? 0) + 1);
  const [most] = [...counts].toSorted((one, other) => other[1] - one[1]);
  return most?.[0] ?? "";
}

/** Tried on a few letters: most texts end here. */
function mayMakeSense(text: string): boolean {
  const before = senseOf(text);
  if (before + gain > 1) return false;
  const letters = text.slice(0, sampleLength).toLowerCase().replaceAll(/[^a-z]+/g, "").slice(0, sampleLetters);
  const sense = senseOf(segmentWords(letters).join(" "));
  return sense >= rightShare && sense >= before + gain;
}

/** Letters in groups of any size, with anything between them: put together, and cut into known words. */
function decode(text: string): MappedText | undefined {
  if (!mayMakeSense(text)) return undefined;
  const placed = lettersOf(text);
  const letters = placed.map((each) => each.letter).join("");
  const separator = separatorOf(placed);
  const builder = new MappedTextBuilder(text.length * 2);
  let at = 0;
  for (const word of segmentWords(letters)) {
    for (const character of word) {
      const { index, gap } = placed[at] ?? { index: 0, gap: "" };
      if (gap !== separator) builder.copy(gap, index - gap.length);
      builder.push(character, index, index + 1);
      at += 1;
    }
    const end = (placed[at - 1]?.index ?? 0) + 1;
    builder.push(" ", end, end);
  }
  return builder.finish();
}

function isInGroups({ longestWord, words }: Sniffed): boolean {
  return words >= fewestWords && longestWord <= shortWord;
}

export const regrouped: Decoder = {
  id: "regrouped",
  nests: false,
  suspects: (sniffed) => isInGroups(sniffed) || isStrange(sniffed),
  decode,
};
