const nul = "\0";
const replacement = "\uFFFD";

/**
 * Text from outside, made fit for a database column: at most `maxLength` UTF-16 units, no NUL (Postgres refuses it), no
 * half surrogate pairs (not encodable as UTF-8). Returns the very string when there is nothing to do.
 */
export function cleanText(text: string, maxLength: number): string {
  if (text.length <= maxLength && text.isWellFormed() && !text.includes(nul)) return text;
  let end = Math.min(text.length, maxLength);
  // Never cut between the halves of a pair.
  if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end).toWellFormed().replaceAll(nul, replacement);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
