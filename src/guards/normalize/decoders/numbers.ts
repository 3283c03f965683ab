import type { Decoder } from "../decoder.ts";
import { decodedRuns, matchedRuns } from "../decoded-runs.ts";
import { readableBytes } from "../readable-bytes.ts";

/** So many characters at least are a message. */
const minBytes = 5;

function bytesOf(numbers: Iterable<number>): string | undefined {
  const bytes: number[] = [];
  for (const number of numbers) {
    if (!(number < 256)) return undefined;
    bytes.push(number);
  }
  return readableBytes(Uint8Array.from(bytes));
}

function* fixedGroups(digits: string, size: number, base: number): Iterable<number> {
  for (let index = 0; index + size <= digits.length; index += size) {
    yield Number.parseInt(digits.slice(index, index + size), base);
  }
}

function* numbersIn(text: string, base: number): Iterable<number> {
  for (const group of text.split(/\D+/)) if (group !== "") yield Number.parseInt(group, base);
}

function hexBytes(run: string): string | undefined {
  return bytesOf(fixedGroups(run.replaceAll(/0x|\\x|[^0-9a-fA-F]/g, ""), 2, 16));
}

/** `69676e6f7265` */
export const hex: Decoder = {
  id: "hex",
  nests: true,
  suspects: ({ runs }) => runs.hex.length > 0,
  decode: (text, { runs }) => decodedRuns(text, runs.hex, hexBytes),
};

/** `69 67 6e`, `0x69, 0x67`, `\x69\x67` */
const hexList = /(?:(?:0x|\\x|%)?[0-9a-fA-F]{2}[\s,:;-]{0,2}){5,6000}/g;

export const hexPairs: Decoder = {
  id: "hex",
  nests: true,
  suspects: ({ runs }) => runs.hexPairs >= minBytes,
  decode: (text) => decodedRuns(text, matchedRuns(text, hexList), hexBytes),
};

const binaryList = /(?:[01]{8}[\s,]{0,2}){4,4000}/g;

export const binary: Decoder = {
  id: "binary",
  nests: true,
  suspects: ({ runs, digits }) => runs.binaryGroups >= minBytes || (runs.hex.length > 0 && digits >= minBytes * 8),
  decode: (text) =>
    decodedRuns(text, matchedRuns(text, binaryList), (run) => bytesOf(fixedGroups(run.replaceAll(/[^01]/g, ""), 8, 2))),
};

/** `105 103 110`: character codes in decimal; in octal when there is no 8 and no 9. */
const decimalList = /(?:\d{2,3}[\s,;]{1,3}){4,4000}\d{2,3}/g;

export const characterCodes: Decoder = {
  id: "codes",
  nests: true,
  suspects: ({ runs }) => runs.decimalGroups >= minBytes,
  decode: (text) =>
    decodedRuns(
      text,
      matchedRuns(text, decimalList),
      (run) => bytesOf(numbersIn(run, 10)) ?? (/[89]/.test(run) ? undefined : bytesOf(numbersIn(run, 8))),
    ),
};

/** `9-7-14-15-18-5`: places in the alphabet, in order; anything but one sign between them parts words. */
const placeList = /(?:(?:2[0-6]|1\d|[1-9])[\s,;./-]{1,3}){7,4000}(?:2[0-6]|1\d|[1-9])(?!\d)/g;
const firstLetter = 0x61;
const fewestLetters = 8;

function lettersOf(run: string): string {
  const gap = /\D+/.exec(run)?.[0];
  const places = run.matchAll(/(\d+)(\D*)/g);
  return Array.from(places, ([, place, after]) => {
    const letter = String.fromCharCode(firstLetter - 1 + Number(place));
    return after === "" || after === gap ? letter : `${letter} `;
  }).join("");
}

export const alphabetPlaces: Decoder = {
  id: "places",
  nests: false,
  suspects: ({ digits, letters }) => digits >= fewestLetters && digits > letters * 2,
  decode: (text) => decodedRuns(text, matchedRuns(text, placeList), lettersOf),
};
