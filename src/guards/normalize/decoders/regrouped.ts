import type { Decoder } from "../decoder.ts";
import { isStrange } from "../is-strange.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";
import { senseOf } from "../sense-of.ts";
import { segmentWords } from "../segment-words.ts";

/** More letters are not put together. */
const maxLetters = 2000;
/** What is tried before all of a text is read so. */
const sampleLetters = 160;
/** Cut anew, this share of the letters stands in known words, and so much more than before. */
const rightShare = 0.65;
const gain = 0.25;
const letter = /[A-Za-z]/g;

function makesSense(text: string, letters: string): boolean {
  const sense = senseOf(segmentWords(letters.slice(0, sampleLetters)).join(" "));
  return sense >= rightShare && sense >= senseOf(text) + gain;
}

/** Letters in groups of any size, with anything between them: put together, and cut into known words. */
function decode(text: string): MappedText | undefined {
  const found = Array.from(text.matchAll(letter)).slice(0, maxLetters);
  const letters = found.map(([character]) => character.toLowerCase()).join("");
  if (!makesSense(text, letters)) return undefined;
  const builder = new MappedTextBuilder(letters.length * 2);
  let at = 0;
  for (const word of segmentWords(letters)) {
    for (const character of word) {
      const place = found[at]?.index ?? 0;
      builder.push(character, place, place + 1);
      at += 1;
    }
    const end = (found[at - 1]?.index ?? 0) + 1;
    builder.push(" ", end, end);
  }
  return builder.finish();
}

export const regrouped: Decoder = { id: "regrouped", nests: false, suspects: isStrange, decode };
