/**
 * Gives each piece of a text its part of what the text became. Pieces before the first change and after the last one stay
 * as they are; what is between stands in the first piece that it touches, and the others lose theirs.
 */
export function spreadText(pieces: readonly string[], became: string): readonly string[] {
  const text = pieces.join("");
  if (text === became) return pieces;
  const ahead = commonStart(text, became);
  const behind = commonEnd(text, became, Math.min(text.length, became.length) - ahead);
  const changed = became.slice(ahead, became.length - behind);
  let start = 0;
  let isPlaced = false;
  return pieces.map((piece, index) => {
    const end = start + piece.length;
    const takes = !isPlaced && (end > ahead || index === pieces.length - 1);
    isPlaced ||= takes;
    const before = text.slice(start, Math.min(end, ahead));
    const after = text.slice(Math.max(start, text.length - behind), end);
    start = end;
    return before + (takes ? changed : "") + after;
  });
}

function commonStart(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}

function commonEnd(left: string, right: string, most: number): number {
  let length = 0;
  while (length < most && left[left.length - 1 - length] === right[right.length - 1 - length]) length += 1;
  return length;
}
