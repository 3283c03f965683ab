import { asciiUnits } from "../ascii-units.ts";
import type { Decoder } from "../decoder.ts";
import { isStrange } from "../is-strange.ts";
import type { MappedText } from "../mapped-text.ts";
import { sampleLength, senseOf, SenseReader } from "../sense-of.ts";
import { substitutionKeys } from "../substitution-keys.ts";
import type { Key } from "../substitution-keys.ts";

/** Per thousand, in English prose. */
const frequencies = [
  82, 15, 28, 43, 127, 22, 20, 61, 70, 2, 8, 40, 24, 67, 75, 19, 1, 60, 63, 91, 28, 10, 24, 2, 20, 1,
];
const logFrequencies = Float64Array.from(frequencies, Math.log);
/** What a letter costs that turns into no letter. */
const logStranger = -3;
/** So many keys that fit the letters best are tried. */
const candidates = 4;
/** The right key turns this share of the letters into known words. */
const rightShare = 0.35;

/** Letters of another alphabet make less sense than this: a text that makes more is in another language. */
const mostSense = 0.4;

const firstLetter = 0x61;

/** How often each character occurs, letters in lower case. */
function histogram(sample: string): Int32Array {
  const counts = new Int32Array(128);
  for (const unit of asciiUnits(sample)) {
    const isCapital = unit >= 0x41 && unit <= 0x5a;
    const code = isCapital ? unit | 0x20 : unit;
    if (code < 128 && code > 0x20) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** How well the letters fit English when they are read with this key. */
function fit(counts: Int32Array, key: Key): number {
  let sum = 0;
  for (let code = 0; code < counts.length; code += 1) {
    const count = counts[code] ?? 0;
    if (count > 0) sum += count * (logFrequencies[(key[code] ?? 0) - firstLetter] ?? logStranger);
  }
  return sum;
}

function readWith(key: Key, text: string): string {
  let read = "";
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    read += String.fromCharCode(key[code] ?? code);
  }
  return read;
}

function senseWith(key: Key, text: string): number {
  const reader = new SenseReader();
  const end = Math.min(text.length, sampleLength);
  for (let index = 0; index < end; index += 1) reader.add(key[text.charCodeAt(index)] ?? 0);
  return reader.sense();
}

function bestKey(text: string): Key | undefined {
  const sample = text.slice(0, sampleLength);
  if (senseOf(sample) > mostSense) return undefined;
  const counts = histogram(sample);
  const ranked = substitutionKeys
    .map((key) => ({ key, fit: fit(counts, key) }))
    .toSorted((one, other) => other.fit - one.fit);
  const tried = ranked.slice(0, candidates).map(({ key }) => ({ key, sense: senseWith(key, sample) }));
  const [best] = tried.toSorted((one, other) => other.sense - one.sense);
  return best !== undefined && best.sense >= rightShare ? best.key : undefined;
}

/** Letters of another alphabet (Caesar, ROT13, Atbash, a shifted hand on the keyboard): the key is found by letter counts. */
function decode(text: string): MappedText | undefined {
  const key = bestKey(text);
  if (key === undefined) return undefined;
  const starts = Int32Array.from({ length: text.length }, (_, index) => index);
  return { text: readWith(key, text), starts, ends: starts.map((start) => start + 1) };
}

export const substitution: Decoder = {
  id: "caesar",
  nests: false,
  suspects: (sniffed, text) =>
    isStrange(sniffed) && sniffed.words > 1 && (sniffed.letters + sniffed.digits) * 2 > text.length,
  decode,
};
