import type { Decoder } from "../decoder.ts";
import { MappedTextBuilder } from "../mapped-text.ts";
import type { MappedText } from "../mapped-text.ts";

/** Tags, comments, emphasis, and quotes joined by a plus: what a reader does not see, or puts together again. */
const mark = /<!--|-->|<\/?[a-zA-Z][^<>]{0,200}>|["'] ?\+ ?["']|[*`]{1,3}|__|~~/g;

/** Marks between two letters: they part a word that a reader sees whole. */
const insideWord = /[A-Za-z](?:<!--|-->|<\/?[a-zA-Z][^<>]{0,200}>|["'] ?\+ ?["']|[*`]|__|~~)+[A-Za-z]/;

const joinedStrings = /(?:["'] ?\+ ?["'][^"'+]{1,40}){3}/;

function decode(text: string): MappedText | undefined {
  if (!insideWord.test(text) && !joinedStrings.test(text)) return undefined;
  const builder = new MappedTextBuilder(text.length);
  let done = 0;
  for (const { 0: found, index } of text.matchAll(mark)) {
    builder.copy(text.slice(done, index), done);
    done = index + found.length;
  }
  if (done === 0) return undefined;
  builder.copy(text.slice(done), done);
  return builder.finish();
}

export const unmarked: Decoder = {
  id: "unmarked",
  nests: false,
  suspects: ({ angles, markup }) => angles > 1 || markup > 2,
  decode,
};
