import type { Decoder } from "../decoder.ts";
import { decodedRuns } from "../decoded-runs.ts";
import { readableBytes } from "../readable-bytes.ts";

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
  suspects: ({ runs }) => runs.base32.length > 0,
  decode: (text, { runs }) => decodedRuns(text, runs.base32, decodeRun),
};
