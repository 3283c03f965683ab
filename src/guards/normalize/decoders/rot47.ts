import type { Decoder } from "../decoder.ts";
import { knownShare } from "../known-share.ts";
import type { MappedText } from "../mapped-text.ts";

const minLength = 12;
/** Most letters become digits and signs. */
const strangersShare = 4;
const rightShare = 0.25;
/** What is tried before all of a text is read so. */
const sampleLength = 400;
const printable = /[!-~]/g;
const half = 47;

function turned(character: string): string {
  const code = character.charCodeAt(0);
  return String.fromCharCode(code < 0x21 + half ? code + half : code - half);
}

/** Every printable character moved by half of them. */
function decode(text: string): MappedText | undefined {
  if (knownShare(text.slice(0, sampleLength).replaceAll(printable, turned)) < rightShare) return undefined;
  const read = text.replaceAll(printable, turned);
  const starts = Int32Array.from({ length: text.length }, (_, index) => index);
  return { text: read, starts, ends: starts.map((start) => start + 1) };
}

export const rot47: Decoder = {
  id: "rot47",
  nests: false,
  suspects: ({ digits, others, known, words }, text) =>
    text.length >= minLength && (digits + others) * strangersShare > text.length && known * 3 <= words,
  decode,
};
