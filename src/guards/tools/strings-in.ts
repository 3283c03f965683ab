/** Arguments with more parts than this are nobody's honest call. */
const maxParts = 10_000;

/** All texts and numbers in a JSON value, names of members included; undefined when it has too many parts. */
export function stringsIn(value: unknown): readonly string[] | undefined {
  const strings: string[] = [];
  const parts: unknown[] = [value];
  for (const part of parts) {
    if (parts.length > maxParts) return undefined;
    if (typeof part === "string" || typeof part === "number") strings.push(String(part));
    for (const [name, member] of membersOf(part)) {
      if (name !== undefined) strings.push(name);
      parts.push(member);
    }
  }
  return strings;
}

function membersOf(part: unknown): readonly (readonly [name: string | undefined, member: unknown])[] {
  if (Array.isArray(part)) return part.slice(0, maxParts + 1).map((member: unknown) => [undefined, member]);
  return typeof part === "object" && part !== null ? Object.entries(part).slice(0, maxParts + 1) : [];
}
