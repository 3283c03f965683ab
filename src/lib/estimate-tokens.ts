import type { Tokenizer } from "../ports/tokenizer.ts";

/** English text has about four bytes a token; other scripts have more bytes and more tokens. */
const bytesPerToken = 4;

/** Tokens of a text by rule of thumb: a token for four bytes of UTF-8, at least one for any text at all. */
export function estimateTokens(text: string): number {
  return Math.ceil(utf8Length(text) / bytesPerToken);
}

/** A tokenizer for runtimes that have no room for a real one. */
export const estimatingTokenizer: Tokenizer = Object.freeze({
  count: (text: string) => ({ tokens: estimateTokens(text), source: "estimated" as const }),
});

function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // Each half of a surrogate pair stands for two of the four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
