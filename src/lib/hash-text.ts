const prime = 0x01000193;
const firstOffset = 0x811c9dc5;
/** Any other start gives the second half its independence. */
const secondOffset = 0x6b43a9b5;
const hexDigits = 8;

/** A short name for a text: two FNV-1a sums, 16 hex digits. To tell versions apart; it withstands no attacker. */
export function hashText(text: string): string {
  let first = firstOffset;
  let second = secondOffset;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, prime);
    second = Math.imul(second ^ (unit + index), prime);
  }
  return hex(first) + hex(second);
}

function hex(sum: number): string {
  return (sum >>> 0).toString(16).padStart(hexDigits, "0");
}
