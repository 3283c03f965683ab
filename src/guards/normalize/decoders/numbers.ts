import type { Decoder } from "../decoder.ts";
import { decodedRuns } from "../decoded-runs.ts";
import { readableBytes } from "../readable-bytes.ts";

/** Enough digits for a few characters in the shortest of these writings. */
const minDigits = 8;

function bytesOf(numbers: Iterable<number>): string | undefined {
  const bytes: number[] = [];
  for (const number of numbers) {
    if (!(number < 256)) return undefined;
    bytes.push(number);
  }
  return readableBytes(Uint8Array.from(bytes));
}

function* pairsOf(digits: string): Iterable<number> {
  for (let index = 0; index + 1 < digits.length; index += 2) yield Number.parseInt(digits.slice(index, index + 2), 16);
}

function* groupsOf(text: string, base: number): Iterable<number> {
  for (const group of text.split(/[^0-9a-fA-F]+/)) if (group !== "") yield Number.parseInt(group, base);
}

/** `69676e6f7265`, `69 67 6e`, `0x69, 0x67`, `\x69\x67`. */
const hexRun = /(?:(?:0x|\\x|%)?[0-9a-fA-F]{2}[\s,:;-]{0,2}){6,6000}/g;

export const hex: Decoder = {
  id: "hex",
  nests: true,
  suspects: ({ digits }) => digits >= 6,
  decode: (text) => decodedRuns(text, hexRun, (run) => bytesOf(pairsOf(run.replaceAll(/0x|\\x|[^0-9a-fA-F]/g, "")))),
};

const binaryRun = /(?:[01]{8}[\s,]{0,2}){4,4000}/g;

export const binary: Decoder = {
  id: "binary",
  nests: true,
  suspects: ({ digits }) => digits >= minDigits * 4,
  decode: (text) =>
    decodedRuns(text, binaryRun, (run) => {
      const bits = run.replaceAll(/[^01]/g, "");
      return bytesOf(
        Array.from({ length: bits.length >> 3 }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2)),
      );
    }),
};

/** `105 103 110`: character codes in decimal; in octal when there is no 8 and no 9. */
const decimalRun = /(?:\d{2,3}[\s,;]{1,3}){5,4000}\d{2,3}/g;

export const characterCodes: Decoder = {
  id: "codes",
  nests: true,
  suspects: ({ digits }) => digits >= minDigits * 2,
  decode: (text) =>
    decodedRuns(
      text,
      decimalRun,
      (run) => bytesOf(groupsOf(run, 10)) ?? (/[89]/.test(run) ? undefined : bytesOf(groupsOf(run, 8))),
    ),
};
