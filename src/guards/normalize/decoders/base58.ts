import type { Decoder } from "../decoder.ts";
import { decodedRuns } from "../decoded-runs.ts";
import { readableBytes } from "../readable-bytes.ts";

const digits = "0123456789";
const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const smallLetters = "abcdefghijklmnopqrstuvwxyz";
const alphabets = [
  // As Bitcoin writes it: without 0, O, I and l.
  "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
  digits + capitals + smallLetters,
  digits + smallLetters + capitals,
];
/** One long number: the time grows with the square of its length. */
const maxRunLength = 320;
const maxRuns = 8;

function decodeRun(encoded: string): string | undefined {
  if (encoded.length > maxRunLength) return undefined;
  for (const alphabet of alphabets) {
    const read = readNumber(encoded, alphabet);
    if (read !== undefined) return read;
  }
  return undefined;
}

function readNumber(encoded: string, alphabet: string): string | undefined {
  const bytes: number[] = [];
  for (const character of encoded) {
    let carry = alphabet.indexOf(character);
    if (carry < 0) return undefined;
    for (let index = 0; index < bytes.length; index += 1) {
      carry += (bytes[index] ?? 0) * alphabet.length;
      bytes[index] = carry & 0xff;
      carry >>>= 8;
    }
    if (carry > 0) bytes.push(carry);
  }
  return readableBytes(Uint8Array.from(bytes.toReversed()));
}

export const base58: Decoder = {
  id: "base58",
  nests: true,
  suspects: ({ runs }) => runs.base64.length > 0,
  decode: (text, { runs }) => decodedRuns(text, runs.base64.slice(0, maxRuns), decodeRun),
};
