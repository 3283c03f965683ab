/** Weights as bytes, and what one step of them is worth. */
export interface Quantised {
  readonly bytes: Int8Array;
  readonly step: number;
}

/** The few weights beyond this share of the largest are cut off, so that the many have finer steps. */
const keptShare = 0.9999;

export function quantise(weights: Float32Array): Quantised {
  const sizes = weights
    .map(Math.abs)
    .filter((size) => size > 0)
    .toSorted();
  const largest = sizes[Math.floor((sizes.length - 1) * keptShare)] ?? 1;
  const step = largest / 127;
  const bytes = Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / step))));
  return { bytes, step };
}
