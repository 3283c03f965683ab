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

/** Five digits of any of the alphabets times two bytes stay far below 2 to the 53rd. */
const digitsAGroup = 5;
const limb = 65_536;

/** One long number, a group of digits after the other; its limbs are two bytes each, the lowest first. */
function readNumber(encoded: string, alphabet: string): string | undefined {
  const limbs: number[] = [];
  for (let from = 0; from < encoded.length; from += digitsAGroup) {
    let carry = 0;
    let factor = 1;
    for (const character of encoded.slice(from, from + digitsAGroup)) {
      const digit = alphabet.indexOf(character);
      if (digit < 0) return undefined;
      carry = carry * alphabet.length + digit;
      factor *= alphabet.length;
    }
    for (let index = 0; index < limbs.length; index += 1) {
      carry += (limbs[index] ?? 0) * factor;
      limbs[index] = carry % limb;
      carry = Math.floor(carry / limb);
    }
    for (; carry > 0; carry = Math.floor(carry / limb)) limbs.push(carry % limb);
  }
  const bytes = limbs.toReversed().flatMap((two) => [two >>> 8, two & 0xff]);
  return readableBytes(Uint8Array.from(bytes[0] === 0 ? bytes.slice(1) : bytes));
}

export const longNumber: Decoder = {
  id: "long-number",
  nests: true,
  suspects: ({ runs }) => runs.base64.length > 0,
  decode: (text, { runs }) => decodedRuns(text, runs.base64.slice(0, maxRuns), decodeRun),
};
