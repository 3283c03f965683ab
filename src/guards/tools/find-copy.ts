/** Shorter texts are in any two documents by chance. */
const minLength = 6;

/** What is compared at most. Beyond it nothing can be cleared, so that it counts as copied. */
const maxPieces = 1_000;
const maxSourceLength = 256 * 1024;

/** Addresses and numbers: what an attacker has to bring along. */
const piece = /[^\s"'<>()[\]{},;]{1,256}/gu;
const telling = /[@:/\d]/u;

/**
 * Whether arguments come from one of the flagged texts: one of them stands there as a whole, or holds an address or
 * number that does. What also stands in a trusted text is the user's or operator's own.
 */
export function findCopy(strings: readonly string[], flagged: readonly string[], trusted: readonly string[]): boolean {
  if (flagged.length === 0) return false;
  const length = flagged.reduce((sum, text) => sum + text.length, 0);
  const parts = new Set<string>();
  for (const part of partsOf(strings)) {
    parts.add(part);
    if (parts.size > maxPieces) return true;
  }
  if (length > maxSourceLength) return parts.size > 0;
  const sources = flagged.map(plain);
  // The last of a long conversation is what a call is about; a part that is only in its beginning is refused.
  const own = lastOf(trusted).map(plain);
  const isIn = (part: string) => (text: string) => text.includes(part);
  return [...parts].some((part) => sources.some(isIn(part)) && !own.some(isIn(part)));
}

function* partsOf(strings: readonly string[]): Iterable<string> {
  for (const text of strings) {
    const whole = plain(text);
    const pieces = Array.from(whole.matchAll(piece), ([found]) => found).filter((found) => telling.test(found));
    for (const part of [whole, ...pieces].map(trimmed)) if (part.length >= minLength) yield part;
  }
}

function lastOf(texts: readonly string[]): readonly string[] {
  let left = maxSourceLength;
  return texts.toReversed().flatMap((text) => {
    left -= text.length;
    return left >= 0 ? [text] : [];
  });
}

/** Punctuation around a word belongs to its sentence. */
function trimmed(part: string): string {
  return part.replace(/^[.!?:]{1,8}/, "").replace(/(?<![.!?:])[.!?:]{1,8}$/, "");
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, " ").trim();
}
