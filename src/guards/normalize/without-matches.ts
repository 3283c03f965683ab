import { MappedTextBuilder } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";

/** A text without what the expression, which must be global, matches in it. */
export function withoutMatches(text: string, expression: RegExp): MappedText {
  const builder = new MappedTextBuilder(text.length);
  let done = 0;
  for (const { 0: found, index } of text.matchAll(expression)) {
    builder.copy(text.slice(done, index), done);
    done = index + found.length;
  }
  builder.copy(text.slice(done), done);
  return builder.finish();
}
