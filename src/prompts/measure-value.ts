/** Characters of one variable's text, all of its members together. */
const maxTextLength = 1024 * 1024;
/** A `data:` URL is a whole picture. */
const maxDataUrlLength = 24 * 1024 * 1024;
const maxEntries = 10_000;
const maxDepth = 32;

interface Measure {
  text: number;
  entries: number;
}

/** What is too much about a variable's value, as the end of a sentence; undefined when it is within bounds. */
export function measureValue(value: unknown): string | undefined {
  if (typeof value === "string") return isTooLong(value) ? tooLong : undefined;
  return typeof value === "object" && value !== null ? measureTree(value, { text: 0, entries: 0 }, 0) : undefined;
}

const tooLong = `is longer than ${maxTextLength} characters`;

function measureTree(value: object, sum: Measure, depth: number): string | undefined {
  if (depth >= maxDepth) return `is nested more than ${maxDepth} deep`;
  for (const [key, member] of Object.entries(value)) {
    sum.entries += 1;
    if (sum.entries > maxEntries) return `has more than ${maxEntries} entries`;
    const excess = measureMember(key, member, { sum, depth });
    if (excess !== undefined) return excess;
  }
  return undefined;
}

function measureMember(
  key: string,
  member: unknown,
  { sum, depth }: { readonly sum: Measure; readonly depth: number },
): string | undefined {
  if (typeof member === "object" && member !== null) return measureTree(member, sum, depth + 1);
  sum.text += key.length + (typeof member === "string" ? member.length : 1);
  return sum.text > maxTextLength ? tooLong : undefined;
}

function isTooLong(text: string): boolean {
  return text.length > maxTextLength && (text.length > maxDataUrlLength || !text.startsWith("data:"));
}
