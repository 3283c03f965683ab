/** What was checked, as the table's columns name it. */
export type Subject = "request" | "response" | "ledger" | "tokens" | "cost";

export interface Mismatch {
  readonly subject: Subject;
  readonly what: string;
  readonly expected: string;
  readonly came: string;
}

/** Differences are shown around the place where they begin. */
const shownBefore = 60;
const shownAfter = 120;

export function differs(
  subject: Subject,
  what: string,
  { expected, came }: { expected: unknown; came: unknown },
): Mismatch {
  return { subject, what, expected: shown(expected), came: shown(came) };
}

/** Compares two byte sequences; undefined when they are equal. */
export function compareBytes(
  subject: Subject,
  what: string,
  { expected, came }: { readonly expected: Uint8Array; readonly came: Uint8Array },
): Mismatch | undefined {
  if (Buffer.compare(expected, came) === 0) return undefined;
  let start = 0;
  while (start < Math.min(expected.length, came.length) && expected[start] === came[start]) start += 1;
  const from = Math.max(0, start - shownBefore);
  const excerpt = (bytes: Uint8Array): string =>
    `${bytes.length} bytes, from byte ${from}: ${Buffer.from(bytes.subarray(from, start + shownAfter)).toString("utf8")}`;
  return differs(subject, `${what} differ at byte ${start}`, { expected: excerpt(expected), came: excerpt(came) });
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
