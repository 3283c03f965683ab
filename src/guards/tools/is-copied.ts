/** Shorter texts are in any two documents by chance. */
const minLength = 6;
/** What is compared of a text; the rest is too long to be an argument that matters. */
const maxLength = 4_096;
const maxPieces = 200;

/** Addresses and numbers: what an attacker has to bring along. */
const pieces = /[^\s"'<>()[\]{},;]{1,128}/gu;
const telling = /[@:/\d]/u;

/**
 * Whether an argument's text comes from one of the flagged texts: it stands there as a whole, or holds an address or
 * number that does. What also stands in a trusted text is the user's or operator's own.
 */
export function isCopied(text: string, flagged: readonly string[], trusted: readonly string[]): boolean {
  if (flagged.length === 0) return false;
  const sources = flagged.map(plain);
  const own = trusted.map(plain);
  return partsOf(plain(text.slice(0, maxLength))).some(
    (part) => sources.some((source) => source.includes(part)) && !own.some((source) => source.includes(part)),
  );
}

function partsOf(text: string): readonly string[] {
  const found = Array.from(text.matchAll(pieces), ([piece]) => piece).filter((piece) => telling.test(piece));
  return [text, ...found.slice(0, maxPieces)].map(trimmed).filter((part) => part.length >= minLength);
}

/** Punctuation around a word belongs to its sentence. */
function trimmed(part: string): string {
  return part.replace(/^[.!?:]{1,8}/, "").replace(/[.!?:]{1,8}$/, "");
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, " ").trim();
}
