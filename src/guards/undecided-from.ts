import { maxPemLength, pemEnd } from "./detectors/secrets/pem-keys.ts";

/** The longest secret without a blank that is kept whole: a token that is signed and carries its claims. */
const maxTokenLength = 8_192;

/** What is found and holds blanks is no longer than this: cards, account and phone numbers, a word and its secret. */
const maxBlankedLength = 128;

const pemStart = "-----BEGIN ";

/**
 * From where on a text's end is still open: something that began there may go on in what comes next. Everything before
 * is decided, because what detectors look for is either one token, or short, or a PEM block. `longestPattern` is the
 * most characters that a policy's own patterns match.
 */
export function undecidedFrom(text: string, longestPattern: number): number {
  const lastToken = tokenStart(text, text.length);
  const overlap = Math.max(maxBlankedLength, longestPattern);
  return Math.min(tokenStart(text, Math.max(0, lastToken - overlap)), openPemFrom(text));
}

function tokenStart(text: string, before: number): number {
  const least = Math.max(0, before - maxTokenLength);
  let at = before;
  while (at > least && !isBlank(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

function openPemFrom(text: string): number {
  const start = text.lastIndexOf(pemStart);
  if (start < 0 || text.length - start > maxPemLength) return text.length;
  const end = text.indexOf(pemEnd, start);
  // The line that ends the block has dashes of its own; until they came, the block is open.
  return end >= 0 && text.includes("-----", end + pemEnd.length) ? text.length : start;
}
