import type { Decoder } from "../decoder.ts";
import { isMeaningful } from "../is-meaningful.ts";
import type { MappedText } from "../mapped-text.ts";
import type { Sniffed } from "../sniff-text.ts";

const minBackwards = 2;
/** When words of both sorts are mixed, so many times as many may stand as usual. */
const mixedShare = 3;

function isBackwards({ knownBackwards, known }: Sniffed): boolean {
  return knownBackwards >= minBackwards && knownBackwards > known;
}

/** The text from its end to its start. */
function reverse(text: string): MappedText {
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    starts[index] = text.length - 1 - index;
    ends[index] = text.length - index;
  }
  return { text: Array.from(text).toReversed().join(""), starts, ends };
}

const word = /[^\s]+/g;

function turned(found: string): string {
  return Array.from(found).toReversed().join("");
}

/** The words from their ends to their starts, in the order in which they stand: all, or those that mean something so. */
function reverseWords(text: string, sniffed: Sniffed): MappedText {
  const isTurned = isBackwards(sniffed)
    ? () => true
    : (found: string) => isMeaningful(turned(found).toLowerCase()) && !isMeaningful(found.toLowerCase());
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    starts[index] = index;
    ends[index] = index + 1;
  }
  for (const { 0: found, index } of text.matchAll(word)) {
    if (!isTurned(found)) continue;
    const last = index + found.length - 1;
    for (let at = index; at <= last; at += 1) {
      starts[at] = last - (at - index);
      ends[at] = last - (at - index) + 1;
    }
  }
  return { text: text.replaceAll(word, (found) => (isTurned(found) ? turned(found) : found)), starts, ends };
}

export const backwards: Decoder = { id: "backwards", nests: false, suspects: isBackwards, decode: reverse };
export const backwardsWords: Decoder = {
  id: "backwards-words",
  nests: false,
  suspects: ({ knownBackwards, known }) => knownBackwards >= minBackwards && knownBackwards * mixedShare > known,
  decode: reverseWords,
};
