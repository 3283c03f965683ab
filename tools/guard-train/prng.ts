/** A seeded source of numbers (mulberry32): the same seed gives the same training set on every machine. */
export interface RandomNumbers {
  /** From 0 up to, and without, 1. */
  next(): number;
  /** A whole number from 0 up to, and without, the bound. */
  below(bound: number): number;
  pick<T>(values: readonly T[]): T;
  chance(probability: number): boolean;
}

export function seededNumbers(seed: number): RandomNumbers {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  const pick = <T>(values: readonly T[]): T => {
    const value = values[below(values.length)];
    if (value === undefined) throw new Error("There is nothing to pick from.");
    return value;
  };
  return { next, below, pick, chance: (probability) => next() < probability };
}

/** Shuffles in place, Fisher and Yates. */
export function shuffle(values: Int32Array, numbers: RandomNumbers): void {
  for (let index = values.length - 1; index > 0; index -= 1) {
    const other = numbers.below(index + 1);
    const held = values[index] ?? 0;
    values[index] = values[other] ?? 0;
    values[other] = held;
  }
}
