/** An amount of data in whole bytes. */
export type Bytes = number & { readonly __unit: "bytes" };

/** Digits, at most three decimals, and a binary unit: `512B`, `64KiB`, `1.5GiB`. */
export const sizePattern = /^\d{1,9}(?:\.\d{1,3})?(?:B|KiB|MiB|GiB|TiB)$/;

const unitBytes: ReadonlyMap<string, number> = new Map([
  ["B", 1],
  ["KiB", 1024],
  ["MiB", 1024 ** 2],
  ["GiB", 1024 ** 3],
  ["TiB", 1024 ** 4],
]);

/** Reads `512B`, `64KiB`, `1MiB`, `1GiB`, rounded to whole bytes; undefined when the text is not a size. */
export function parseSize(text: string): Bytes | undefined {
  if (!sizePattern.test(text)) return undefined;
  const unitStart = text.search(/[A-Z]/);
  const factor = unitBytes.get(text.slice(unitStart));
  if (factor === undefined) return undefined;
  const count = Math.round(Number(text.slice(0, unitStart)) * factor);
  return isBytes(count) ? count : undefined;
}

/** What the brand stands for. */
function isBytes(count: number): count is Bytes {
  return Number.isSafeInteger(count) && count >= 0;
}
