/** The middle of some rounds and how far they went apart. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly rounds: number;
}

/** Undefined when there is no value. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((left, right) => left - right);
  const lowest = sorted[0];
  const highest = sorted.at(-1);
  if (lowest === undefined || highest === undefined) return undefined;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? lowest;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? lowest;
  return { median: (lower + upper) / 2, lowest, highest, rounds: sorted.length };
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  return size >= 10 ? value.toFixed(1) : value.toFixed(size >= 1 ? 2 : 3);
}

/** `1.23 [1.10–1.41]`, or a dash for nothing. */
export function formatSpread(spread: Spread | undefined): string {
  if (spread === undefined) return "–";
  return `${digits(spread.median)} [${digits(spread.lowest)}–${digits(spread.highest)}]`;
}
