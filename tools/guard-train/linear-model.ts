import { bucketBits, bucketMask } from "../../src/guards/classifier/extract-features.ts";
import type { FirstStage } from "../../src/guards/classifier/score-text.ts";
import { lengthPrior } from "../../src/guards/classifier/windows.ts";
import type { RandomNumbers } from "./prng.ts";
import type { Window } from "./training-set.ts";

/** What a training run may be told. */
export interface TrainingOptions {
  readonly epochs: number;
  readonly learningRate: number;
  readonly regularisation: number;
  /** Share of a window's features that a step does not see: what is left has to do without them. */
  readonly dropout: number;
  /** By kind of feature, see `featureKinds`: what is more telling may move the score further. */
  readonly scales: readonly number[];
}

/** Found by leaving files out; see docs/guards-model-card.md. */
export const defaultOptions: TrainingOptions = {
  epochs: 5,
  learningRate: 0.5,
  regularisation: 1e-3,
  dropout: 0.4,
  scales: [0.5, 0.7, 0.7, 0.3, 1, 1.5, 1.5, 1, 1],
};

const gradientPrior = 1e-2;
const negligible = 1e-4;
const biasRate = 0.3;
const maxWindowFeatures = 2048;

/** One example's share in a step. */
export interface Target {
  readonly isAttack: boolean;
  readonly weight: number;
  readonly learningRate: number;
}

/** Logistic regression over hashed features, trained with AdaGrad. */
export class LinearModel implements FirstStage {
  readonly weights = new Float32Array(1 << bucketBits);
  readonly weightStep = 1;
  bias = 0;
  private readonly gradients = new Float32Array(1 << bucketBits);
  private biasGradients = 0;
  private readonly kept = new Int32Array(maxWindowFeatures);
  private readonly codes: Int32Array;
  readonly scales: readonly number[];
  private readonly options: TrainingOptions;
  private readonly numbers: RandomNumbers;

  constructor(codes: Int32Array, options: TrainingOptions, numbers: RandomNumbers) {
    this.codes = codes;
    this.numbers = numbers;
    this.options = options;
    this.scales = options.scales;
  }

  /** The sum that the score is the logistic of. */
  logit({ first, last }: Window): number {
    const { codes, weights } = this;
    const { scales } = this.options;
    let sum = 0;
    let square = 0;
    for (let index = first; index < last; index += 1) {
      const code = codes[index] ?? 0;
      const scale = scales[code >>> bucketBits] ?? 0;
      sum += (weights[code & bucketMask] ?? 0) * scale;
      square += scale * scale;
    }
    return this.bias + sum / Math.sqrt(square + lengthPrior);
  }

  /** The window that looks most like an attack. */
  worst(windows: readonly Window[]): { readonly window: Window; readonly logit: number } {
    let window: Window = { first: 0, last: 0 };
    let logit = Number.NEGATIVE_INFINITY;
    for (const candidate of windows) {
      const value = this.logit(candidate);
      if (value <= logit) continue;
      logit = value;
      window = candidate;
    }
    return { window, logit };
  }

  learn(window: Window, { isAttack, weight, learningRate }: Target): void {
    const seen = this.see(window);
    const probability = 1 / (1 + Math.exp(-seen.logit));
    const slope = (probability - (isAttack ? 1 : 0)) * weight;
    this.biasGradients += slope * slope;
    this.bias -= (biasRate * learningRate * slope) / Math.sqrt(this.biasGradients + gradientPrior);
    if (Math.abs(slope) < negligible) return;
    const { weights, gradients } = this;
    const { scales, regularisation } = this.options;
    for (let index = 0; index < seen.count; index += 1) {
      const code = this.kept[index] ?? 0;
      const bucket = code & bucketMask;
      const current = weights[bucket] ?? 0;
      const gradient = slope * (scales[code >>> bucketBits] ?? 0) * seen.norm + regularisation * weight * current;
      const squared = (gradients[bucket] ?? 0) + gradient * gradient;
      gradients[bucket] = squared;
      weights[bucket] = current - (learningRate * gradient) / Math.sqrt(squared + gradientPrior);
    }
  }

  /** Keeps a window's features but for those that are dropped, and sums them. */
  private see({ first, last }: Window): { readonly count: number; readonly norm: number; readonly logit: number } {
    const { codes, kept, weights } = this;
    const { scales, dropout } = this.options;
    let count = 0;
    let sum = 0;
    let square = 0;
    for (let index = first; index < last && count < kept.length; index += 1) {
      if (dropout > 0 && this.numbers.next() < dropout) continue;
      const code = codes[index] ?? 0;
      const scale = scales[code >>> bucketBits] ?? 0;
      kept[count] = code;
      count += 1;
      sum += (weights[code & bucketMask] ?? 0) * scale;
      square += scale * scale;
    }
    const norm = 1 / Math.sqrt(square + lengthPrior);
    return { count, norm, logit: this.bias + sum * norm };
  }
}
