import type { Decoder } from "../decoder.ts";
import { knownShare } from "../known-share.ts";
import type { MappedText } from "../mapped-text.ts";

const minLength = 12;
/** The first eight letters of the alphabet become digits: four letters in ten. */
const digitsShare = 7;
const rightShare = 0.3;
const printable = /[!-~]/g;
const half = 47;

function turned(character: string): string {
  const code = character.charCodeAt(0);
  return String.fromCharCode(code < 0x21 + half ? code + half : code - half);
}

/** Every printable character moved by half of them. */
function decode(text: string): MappedText | undefined {
  const read = text.replaceAll(printable, turned);
  if (knownShare(read) < rightShare) return undefined;
  const starts = Int32Array.from({ length: text.length }, (_, index) => index);
  return { text: read, starts, ends: starts.map((start) => start + 1) };
}

export const rot47: Decoder = {
  id: "rot47",
  nests: false,
  suspects: ({ digits, known, words }, text) =>
    text.length >= minLength && digits * digitsShare > text.length && known * 3 <= words,
  decode,
};
