import type { Decoder } from "../decoder.ts";
import { isStrange } from "../is-strange.ts";
import type { MappedText } from "../mapped-text.ts";
import { sampleLength, senseOf, SenseReader } from "../sense-of.ts";

/** Longer texts are not written so by hand, and trying costs time. */
const longestText = 1200;
const shortestText = 24;
const mostRails = 5;
const mostColumns = 8;
const mostLines = 4;
const mostEvery = 5;
const mostTurned = 12;
/** The right order turns this share of the letters into known words, and so much more than stood there. */
const rightShare = 0.35;
const gain = 0.15;
/** Letters out of order make less sense than this: a text that makes more is in another language. */
const mostSense = 0.4;

/** For each place of the reading, the place in the text; a reading may leave characters out. */
type Places = Int32Array;

/** Rail fence: written down and up over so many rows, and read row by row. */
function railPlaces(length: number, rails: number): Places {
  const places = new Int32Array(length);
  const period = 2 * (rails - 1);
  let from = 0;
  for (let rail = 0; rail < rails; rail += 1) {
    for (let index = rail; index < length; index += period) {
      places[index] = from;
      from += 1;
      const back = index + period - 2 * rail;
      if (rail === 0 || rail === rails - 1 || back >= length) continue;
      places[back] = from;
      from += 1;
    }
  }
  return places;
}

/** Written into so many columns line by line, and read column by column; `gap` characters stand between two columns. */
function columnPlaces(textLength: number, columns: number, gap: number): Places {
  const length = Math.max(0, textLength - (columns - 1) * gap);
  const places = new Int32Array(length);
  let from = 0;
  for (let column = 0; column < columns; column += 1) {
    if (column > 0) from += gap;
    for (let index = column; index < length; index += columns) {
      places[index] = from;
      from += 1;
    }
  }
  return places;
}

/** Every so manieth character. */
function stridePlaces(length: number, stride: number, first: number): Places {
  return Int32Array.from({ length: Math.floor((length - first) / stride) }, (_, index) => first + index * stride);
}

/** All but every so manieth character. */
function gappedPlaces(length: number, every: number): Places {
  return Int32Array.from(
    { length: length - Math.floor(length / every) },
    (_, index) => index + Math.floor(index / (every - 1)),
  );
}

/** Blocks of so many characters, each backwards. */
function turnedPlaces(length: number, size: number): Places {
  return Int32Array.from({ length }, (_, index) => {
    const start = index - (index % size);
    return Math.min(length, start + size) - 1 - (index - start);
  });
}

/** Neighbours have changed places, two by two. */
function swappedPlaces(length: number): Places {
  return Int32Array.from({ length }, (_, index) => Math.min(length - 1, index ^ 1));
}

function* orders(length: number): Iterable<Places> {
  for (let columns = 2; columns <= mostColumns; columns += 1) yield columnPlaces(length, columns, 0);
  for (let columns = 2; columns <= mostLines; columns += 1) yield columnPlaces(length, columns, 1);
  for (let rails = 3; rails <= mostRails; rails += 1) yield railPlaces(length, rails);
  for (const [stride, first] of [
    [2, 0],
    [2, 1],
    [3, 0],
  ] as const) {
    yield stridePlaces(length, stride, first);
  }
  for (let every = 3; every <= mostEvery; every += 1) yield gappedPlaces(length, every);
  for (let size = 3; size <= mostTurned; size += 1) yield turnedPlaces(length, size);
  yield swappedPlaces(length);
}

function textAt(text: string, places: Places): string {
  let read = "";
  for (const place of places) read += text.charAt(place);
  return read;
}

function senseIn(text: string, places: Places): number {
  const reader = new SenseReader();
  const end = Math.min(places.length, sampleLength);
  for (let index = 0; index < end; index += 1) reader.add(text.charCodeAt(places[index] ?? 0));
  return reader.sense();
}

/** The order in which the characters make most sense. */
function bestOrder(text: string): Places | undefined {
  const before = senseOf(text);
  if (before > mostSense) return undefined;
  let best: Places | undefined;
  let most = Math.max(rightShare, before + gain);
  for (const places of orders(text.length)) {
    const sense = senseIn(text, places);
    if (sense < most) continue;
    best = places;
    most = sense;
  }
  return best;
}

/** Characters in another order: rows of a fence or columns, with or without line feeds between them. */
function decode(text: string): MappedText | undefined {
  const places = bestOrder(text);
  return places === undefined
    ? undefined
    : { text: textAt(text, places), starts: places, ends: places.map((place) => place + 1) };
}

export const transposed: Decoder = {
  id: "transposed",
  nests: false,
  suspects: (sniffed, text) => text.length >= shortestText && text.length <= longestText && isStrange(sniffed),
  decode,
};
