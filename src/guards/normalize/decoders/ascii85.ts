import type { Decoder } from "../decoder.ts";
import { decodedRuns } from "../decoded-runs.ts";
import { longRunsIn, signTable } from "../long-runs.ts";
import { readableBytes } from "../readable-bytes.ts";

/** Sixteen bytes: shorter runs of marks and letters are words and code. */
const shortestRun = 20;
/** No more of one run is decoded. */
const longestRunRead = 8000;
/** From the exclamation mark to the u, and a z for four bytes of nothing. */
const signs = signTable(`${String.fromCharCode(...Array.from({ length: 85 }, (_, value) => 33 + value))}z`);
const groupLength = 5;
const first = 33;
/** Encoded English has no more: what has, was never text. */
const maxOddBytes = 4;

function isOdd(byte: number): boolean {
  return byte > 0x7e || (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
}

/** The number that a group of up to five digits stands for; the ones left out count as the highest. */
function numberOf(encoded: string, from: number): number {
  let number = 0;
  for (let index = from; index < from + groupLength; index += 1) {
    number = number * 85 + (index < encoded.length ? encoded.charCodeAt(index) - first : 84);
  }
  return number;
}

function decodeRun(run: string): string | undefined {
  const encoded = run.slice(0, longestRunRead);
  const bytes: number[] = [];
  let odd = 0;
  for (let from = 0; from + 1 < encoded.length; from += groupLength) {
    const number = numberOf(encoded, from);
    if (number > 0xff_ff_ff_ff) return undefined;
    const count = Math.min(groupLength, encoded.length - from) - 1;
    for (let at = 0; at < count; at += 1) {
      const byte = Math.floor(number / 2 ** (24 - 8 * at)) & 0xff;
      if (isOdd(byte)) odd += 1;
      bytes.push(byte);
    }
    if (odd > maxOddBytes) return undefined;
  }
  return readableBytes(Uint8Array.from(bytes));
}

/** As Adobe and Python write it, with or without `<~` and `~>` around it. */
export const ascii85: Decoder = {
  id: "ascii85",
  nests: true,
  suspects: ({ longestRun, words, known }) => longestRun >= shortestRun && known * 2 < words,
  decode: (text) => decodedRuns(text, longRunsIn(text, shortestRun, signs), decodeRun),
};
