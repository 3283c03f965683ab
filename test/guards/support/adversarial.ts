import { cpuMillisecondsOf } from "../../support/cpu-milliseconds-of.ts";

const length = 30_000;

/**
 * Texts that a backtracking engine likes least: a match broken off at each of its places, over and over, and its parts
 * repeated without an end.
 */
export function* adversarialTexts(sample: string): Iterable<string> {
  const places = Math.min(sample.length, 10);
  for (let place = 1; place <= places; place += 1) {
    const cut = sample.slice(0, Math.ceil((place * sample.length) / places));
    yield fill(cut);
    yield cut + fill(cut.slice(-1));
    yield cut + fill(cut.slice(-3));
  }
}

function fill(piece: string): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** Nothing here takes half of it, and a quadratic expression takes more: 150 ms for a gentle one, 900 for a bad one. */
export const mostMilliseconds = 100;

/** How long something computes. That a text holds too many findings is an end like any other. */
export function millisecondsOf(run: () => unknown): number {
  return cpuMillisecondsOf(() => {
    try {
      run();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  });
}
