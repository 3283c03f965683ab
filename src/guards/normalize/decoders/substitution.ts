import { hashStart, hashStep } from "../../classifier/hash.ts";
import type { Decoder } from "../decoder.ts";
import type { MappedText } from "../mapped-text.ts";
import { isKnownWord } from "../vocabulary.ts";

/** Share of known words below which a text of Latin letters is not plain English. */
const plainShare = 0.3;
const minLetters = 12;
/** The letters looked at to find the key. */
const sampleLength = 600;
/** Per thousand, in English prose. */
const frequencies = [
  82, 15, 28, 43, 127, 22, 20, 61, 70, 2, 8, 40, 24, 67, 75, 19, 1, 60, 63, 91, 28, 10, 24, 2, 20, 1,
];
const logFrequencies = Float64Array.from(frequencies, Math.log);
const candidates = 4;
/** The right key turns this share of the words into known ones. */
const rightShare = 0.3;

type Key = (letter: number) => number;

function keys(): readonly Key[] {
  const shifts = Array.from({ length: 25 }, (_, index) => (letter: number) => (letter + index + 1) % 26);
  const mirrored = Array.from({ length: 1 }, () => (letter: number) => 25 - letter);
  return [...shifts, ...mirrored];
}
const allKeys = keys();

function shift(code: number, key: Key): number {
  if (code >= 0x61 && code <= 0x7a) return 0x61 + key(code - 0x61);
  if (code >= 0x41 && code <= 0x5a) return 0x41 + key(code - 0x41);
  return code;
}

function histogram(text: string): Int32Array {
  const counts = new Int32Array(26);
  for (let index = 0; index < Math.min(text.length, sampleLength); index += 1) {
    const letter = (text.charCodeAt(index) | 0x20) - 0x61;
    if (letter >= 0 && letter < 26) counts[letter] = (counts[letter] ?? 0) + 1;
  }
  return counts;
}

/** How well the letters fit English when they are read with this key. */
function fit(counts: Int32Array, key: Key): number {
  let sum = 0;
  for (let letter = 0; letter < counts.length; letter += 1) {
    sum += (counts[letter] ?? 0) * (logFrequencies[key(letter)] ?? 0);
  }
  return sum;
}

function knownShare(text: string, key: Key): number {
  let words = 0;
  let known = 0;
  let hash = hashStart;
  let length = 0;
  for (let index = 0; index <= Math.min(text.length, sampleLength); index += 1) {
    const code = index < text.length ? shift(text.charCodeAt(index) | 0x20, key) : 0;
    if (code >= 0x61 && code <= 0x7a) {
      hash = hashStep(hash, code);
      length += 1;
      continue;
    }
    if (length > 1) {
      words += 1;
      if (isKnownWord(hash)) known += 1;
    }
    hash = hashStart;
    length = 0;
  }
  return words === 0 ? 0 : known / words;
}

function bestKey(text: string): Key | undefined {
  const counts = histogram(text);
  const ranked = allKeys.map((key) => ({ key, fit: fit(counts, key) })).toSorted((one, other) => other.fit - one.fit);
  const tried = ranked.slice(0, candidates).map(({ key }) => ({ key, share: knownShare(text, key) }));
  const [best] = tried.toSorted((one, other) => other.share - one.share);
  return best !== undefined && best.share >= rightShare ? best.key : undefined;
}

/** Letters moved along the alphabet (Caesar, ROT13) or mirrored in it (Atbash): the key is found by letter counts. */
function decode(text: string): MappedText | undefined {
  const key = bestKey(text);
  if (key === undefined) return undefined;
  const units = new Uint16Array(text.length);
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    units[index] = shift(text.charCodeAt(index), key);
    starts[index] = index;
    ends[index] = index + 1;
  }
  return { text: textOfUnits(units), starts, ends };
}

const unitsAtOnce = 4096;

function textOfUnits(units: Uint16Array): string {
  let text = "";
  for (let from = 0; from < units.length; from += unitsAtOnce) {
    text += String.fromCharCode(...units.subarray(from, from + unitsAtOnce));
  }
  return text;
}

export const substitution: Decoder = {
  id: "caesar",
  nests: false,
  suspects: ({ known, words, letters }, text) =>
    letters >= minLetters && words > 1 && known < words * plainShare && letters * 2 > text.length,
  decode,
};
