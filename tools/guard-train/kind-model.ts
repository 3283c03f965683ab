import { kindBucket } from "../../src/guards/classifier/attack-kind.ts";
import { attackKinds } from "../../src/guards/classifier/model.ts";
import { seededNumbers, shuffle } from "./prng.ts";
import type { Window } from "./training-set.ts";

/** An attack's worst window, and what kind of attack it is. */
export interface KindExample {
  readonly window: Window;
  readonly kind: number;
  readonly weight: number;
}

export const kindBits = 14;
const epochs = 4;
const learningRate = 0.3;
const gradientPrior = 1e-2;

const names: Readonly<Record<string, number>> = {
  direct_injection: 0,
  jailbreak: 1,
  indirect_injection: 2,
  prompt_extraction: 3,
};

/** The corpus's name for a kind as a place in `attackKinds`; undefined for what says nothing about the kind. */
export function kindIndex(name: string): number | undefined {
  return names[name];
}

/** Softmax regression over the same features in fewer buckets: it only tells attacks apart from each other. */
export class KindLearner {
  readonly weights = new Float32Array(attackKinds.length << kindBits);
  readonly biases = new Float64Array(attackKinds.length);
  private readonly gradients = new Float32Array(attackKinds.length << kindBits);
  private readonly codes: Int32Array;

  constructor(codes: Int32Array) {
    this.codes = codes;
  }

  learnAll(examples: readonly KindExample[], seed: number): void {
    const numbers = seededNumbers(seed);
    const order = Int32Array.from(examples.keys());
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      shuffle(order, numbers);
      for (const at of order) {
        const example = examples[at];
        if (example !== undefined) this.learn(example);
      }
    }
  }

  private learn({ window, kind, weight }: KindExample): void {
    const norm = 1 / Math.sqrt(window.last - window.first + 1);
    const shares = softmax(attackKinds.map((_, index) => this.sum(window, index) * norm + (this.biases[index] ?? 0)));
    for (const index of attackKinds.keys()) {
      const slope = ((shares[index] ?? 0) - (index === kind ? 1 : 0)) * weight;
      this.biases[index] = (this.biases[index] ?? 0) - 0.01 * slope;
      this.move(window, { index, slope: slope * norm });
    }
  }

  private move(window: Window, { index, slope }: { readonly index: number; readonly slope: number }): void {
    for (let at = window.first; at < window.last; at += 1) {
      const place = kindBucket(this.codes[at] ?? 0, kindBits) * attackKinds.length + index;
      const squared = (this.gradients[place] ?? 0) + slope * slope;
      this.gradients[place] = squared;
      this.weights[place] = (this.weights[place] ?? 0) - (learningRate * slope) / Math.sqrt(squared + gradientPrior);
    }
  }

  private sum(window: Window, index: number): number {
    let sum = 0;
    for (let at = window.first; at < window.last; at += 1) {
      sum += this.weights[kindBucket(this.codes[at] ?? 0, kindBits) * attackKinds.length + index] ?? 0;
    }
    return sum;
  }
}

function softmax(values: readonly number[]): readonly number[] {
  const most = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
