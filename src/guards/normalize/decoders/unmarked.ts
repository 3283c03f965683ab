import type { Decoder } from "../decoder.ts";
import type { MappedText } from "../mapped-text.ts";
import { withoutMatches } from "../without-matches.ts";

/** Tags, comments, emphasis, and quotes joined by a plus: what a reader does not see, or puts together again. */
const mark = /<!--|-->|<\/?[a-zA-Z][^<>]{0,200}>|["'] ?\+ ?["']|[*`]{1,3}|__|~~/g;

/** Marks between two letters: they part a word that a reader sees whole. */
const insideWord = /[A-Za-z](?:<!--|-->|<\/?[a-zA-Z][^<>]{0,200}>|["'] ?\+ ?["']|[*`]|__|~~)+[A-Za-z]/;

const joinedStrings = /(?:["'] ?\+ ?["'][^"'+]{1,40}){3}/;

function decode(text: string): MappedText | undefined {
  if (!insideWord.test(text) && !joinedStrings.test(text)) return undefined;
  return withoutMatches(text, mark);
}

export const unmarked: Decoder = {
  id: "unmarked",
  nests: false,
  suspects: ({ angles, markup }) => angles > 1 || markup > 2,
  decode,
};
