import { limitsPerUnit } from "../../src/guards/classifier/read-trees.ts";

/** A trait's values as the numbers of the bins that they fall into: bin `i` ends with `limits[i]`, the last has no end. */
export interface BinnedValues {
  readonly limits: readonly number[];
  readonly bins: Uint8Array;
}

const mostBins = 32;
/** Counts are mostly zero: the few that are not still get limits of their own. */
const smallCounts = [0, 1, 2, 3];

/** Sorts values into bins of about the same size. */
export function binValues(values: Float32Array): BinnedValues {
  const sorted = values.toSorted();
  const largest = sorted.at(-1) ?? 0;
  const shares = Array.from({ length: mostBins - 1 }, (_, index) => (index + 1) / mostBins);
  const candidates = [...shares.map((share) => sorted[Math.floor(share * sorted.length)] ?? 0), ...smallCounts];
  const rounded = candidates.map((limit) => Math.round(limit * limitsPerUnit) / limitsPerUnit);
  const limits = [...new Set(rounded)].filter((limit) => limit < largest).toSorted((one, other) => one - other);
  return { limits, bins: Uint8Array.from(values, (value) => binOf(limits, value)) };
}

function binOf(limits: readonly number[], value: number): number {
  let low = 0;
  let high = limits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > (limits[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
