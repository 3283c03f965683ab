/** What weighs more is refused everywhere, so there is no need to weigh it to its end. */
const heavy = 64 * 1024 * 1024;
/** Looking at one entry takes the engine as long as copying so many characters, and more. */
const entryWeight = 16;

/**
 * How much work a value is to write out or to walk through, in characters. A list may hold one text many times: it
 * counts each time.
 */
export function weigh(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 1;
  return Array.isArray(value) ? weighAll(value) : weighAll(Object.values(value)) + Object.keys(value).join("").length;
}

function weighAll(members: readonly unknown[]): number {
  let weight = 1;
  for (const member of members) {
    weight += entryWeight + weigh(member);
    if (weight > heavy) break;
  }
  return weight;
}
