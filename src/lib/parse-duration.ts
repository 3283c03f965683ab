/** A length of time in whole milliseconds. */
export type Milliseconds = number & { readonly __unit: "milliseconds" };

/** Digits, at most three decimals, and a unit: `500ms`, `1.5h`, `90d`. */
export const durationPattern = /^\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h|d)$/;

const unitMilliseconds: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/** Reads `500ms`, `30s`, `10m`, `24h`, `90d`, rounded to whole milliseconds; undefined when the text is not a duration. */
export function parseDuration(text: string): Milliseconds | undefined {
  if (!durationPattern.test(text)) return undefined;
  const unitStart = text.search(/[a-z]/);
  const factor = unitMilliseconds.get(text.slice(unitStart));
  if (factor === undefined) return undefined;
  const count = Math.round(Number(text.slice(0, unitStart)) * factor);
  return isMilliseconds(count) ? count : undefined;
}

/** What the brand stands for. */
function isMilliseconds(count: number): count is Milliseconds {
  return Number.isSafeInteger(count) && count >= 0;
}
