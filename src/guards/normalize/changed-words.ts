import { MappedTextBuilder } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";

/** A reading is at most so many times as long as what it was made of. */
const maxGrowth = 3;
const word = /[A-Za-z]+/g;

/** A text with other words in place of its own; each word is given in lower case. */
export function changedWords(text: string, change: (word: string) => string): MappedText {
  const builder = new MappedTextBuilder(text.length * maxGrowth);
  let done = 0;
  for (const { 0: found, index } of text.matchAll(word)) {
    builder.copy(text.slice(done, index), done);
    done = index + found.length;
    builder.push(change(found.toLowerCase()), index, done);
  }
  builder.copy(text.slice(done), done);
  return builder.finish();
}
