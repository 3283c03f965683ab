import type { Decoder } from "../decoder.ts";
import { decodedRuns } from "../decoded-runs.ts";
import { readableBytes } from "../readable-bytes.ts";

const run = /[A-Z2-7]{16,12000}={0,6}/g;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function decodeRun(encoded: string): string | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of encoded) {
    const value = alphabet.indexOf(character);
    if (value < 0) break;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >>> bits) & 0xff);
  }
  return readableBytes(Uint8Array.from(bytes));
}

export const base32: Decoder = {
  id: "base32",
  nests: true,
  suspects: ({ longestRun }) => longestRun >= 16,
  decode: (text) => decodedRuns(text, run, decodeRun),
};
