/** The longest secret without a blank that is kept whole: a token that is signed and carries its claims. */
const maxTokenLength = 8_192;

/** What is found and holds blanks is no longer than this: cards, account and phone numbers, a word and its secret. */
const maxBlankedLength = 128;

/** What may stand in a link or tag before its address, which is one word; the detectors look no further either. */
const maxLinkText = 220;
const maxTagText = 320;

/**
 * From where on a text's end is still open: something that began there may go on in what comes next. Everything before
 * is decided, because what detectors look for is one word, or short, or markup that shows where it began. A private key
 * is found from its first line on, and a finding is never cut. `longestPattern` is the most characters that a policy's own patterns match.
 */
export function undecidedFrom(text: string, longestPattern: number): number {
  const lastWord = wordStart(text, text.length);
  const overlap = Math.max(maxBlankedLength, longestPattern);
  const recent = wordStart(text, Math.max(0, lastWord - overlap));
  return Math.min(recent, openLinkFrom(text, lastWord), openTagFrom(text, lastWord));
}

function wordStart(text: string, before: number): number {
  const least = Math.max(0, before - maxTokenLength);
  let at = before;
  while (at > least && !isBlank(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

/** `[text` and `[text](addr`, with the `!` of an image. */
function openLinkFrom(text: string, lastWord: number): number {
  const start = text.lastIndexOf("[");
  if (start < 0 || lastWord - start > maxLinkText) return text.length;
  const close = text.indexOf("]", start);
  const isOver = close >= 0 && close + 1 < text.length && (text[close + 1] !== "(" || text.includes(")", close));
  return isOver ? text.length : Math.max(0, start - 1);
}

/** `<img alt="…`. */
function openTagFrom(text: string, lastWord: number): number {
  const start = text.lastIndexOf("<");
  const isOver = start < 0 || lastWord - start > maxTagText || text.includes(">", start);
  return isOver ? text.length : start;
}
