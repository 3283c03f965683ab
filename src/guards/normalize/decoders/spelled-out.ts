import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";
import { segmentWords } from "../segment-words.ts";
import { letterOfSpellingWord } from "../spelling-words.ts";

const fewestLetters = 6;
const token = /twenty-(?:one|two|three|four|five|six)|[A-Za-z]+|[^A-Za-z]+/gi;
/** What stands between the letters of one word. */
const gapInWord = /^(?: |, ?|-)$/;
const gapOfWords = /^[ /|]+$/;

/** More letters in a row are a sentence whose words nothing parts. */
const longestWord = 16;

/** India, golf, november: the letters, cut into known words where nothing else parts them. */
function decode(text: string): MappedText | undefined {
  const builder = new MappedTextBuilder(text.length * 2);
  let letters = "";
  let from = 0;
  let end = 0;
  const flush = (): void => {
    const written = letters.length > longestWord ? segmentWords(letters).join(" ") : letters;
    if (letters !== "") builder.push(`${written} `, from, end);
    letters = "";
  };
  for (const { 0: found, index } of text.matchAll(token)) {
    const letter = letterOfSpellingWord(found.toLowerCase());
    if (letter !== undefined) {
      if (letters === "") from = index;
      letters += letter;
      end = index + found.length;
    } else if (letters === "" || !gapInWord.test(found)) {
      flush();
      if (!gapOfWords.test(found)) builder.copy(found, index);
    }
  }
  flush();
  return builder.finish();
}

export const spelledOut: Decoder = {
  id: "spelled",
  nests: false,
  suspects: ({ spelling, words }) => spelling >= fewestLetters && spelling * 2 > words,
  decode,
};
