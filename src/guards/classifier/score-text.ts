import { bucketBits, bucketMask, extractFeatures, FeatureList, maxTokens } from "./extract-features.ts";
import { featuresBefore, lengthPrior, sizesFor, windowStarts } from "./windows.ts";

/** A linear model over hashed features: one weight a bucket, and what a weight's unit is worth. */
export interface FirstStage {
  readonly weights: Int8Array | Float32Array;
  readonly weightStep: number;
  readonly bias: number;
  /** By kind of feature. */
  readonly scales: readonly number[];
}

/** The window of a text that looks most like an attack, and how much; offsets are in the text that was read. */
export interface WindowScore {
  readonly logit: number;
  readonly start: number;
  readonly end: number;
  /** Its features, as a range of the list that was filled. */
  readonly firstFeature: number;
  readonly lastFeature: number;
  /** The same as a range of tokens. */
  readonly firstToken: number;
  readonly lastToken: number;
  /** The worst of the wide windows, the worst of the narrow ones, and what windows are like on the whole. */
  readonly wide: number;
  readonly narrow: number;
  readonly mean: number;
}

const list = new FeatureList();
/** Up to each token: the weights summed, and their scales squared and summed. */
const sums = new Float64Array(maxTokens + 1);
const squares = new Float64Array(maxTokens + 1);

function sumFeatures(model: FirstStage): void {
  const { weights, scales } = model;
  let sum = 0;
  let square = 0;
  let feature = 0;
  for (let token = 0; token < list.tokens; token += 1) {
    const end = list.ends[token] ?? 0;
    for (; feature < end; feature += 1) {
      const code = list.codes[feature] ?? 0;
      const scale = scales[code >>> bucketBits] ?? 0;
      sum += (weights[code & bucketMask] ?? 0) * scale;
      square += scale * scale;
    }
    sums[token + 1] = sum;
    squares[token + 1] = square;
  }
}

function logitOf(model: FirstStage, from: number, to: number): number {
  const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
  const square = (squares[to] ?? 0) - (squares[from] ?? 0);
  return model.bias + (sum * model.weightStep) / Math.sqrt(square + lengthPrior);
}

/** Scores every window of a lower-case text in time linear in its length, and returns the worst. */
export function scoreText(model: FirstStage, text: string): WindowScore {
  extractFeatures(text, list);
  sumFeatures(model);
  const sizes = sizesFor(list.tokens).map((size) => scoreWindows(model, size));
  const [wide = noWindow, narrow = wide] = sizes;
  const { logit, first, last } = narrow.logit > wide.logit ? narrow : wide;
  return {
    logit,
    start: list.starts[first] ?? 0,
    end: last === 0 ? 0 : (list.stops[last - 1] ?? 0),
    firstFeature: featuresBefore(list, first),
    lastFeature: featuresBefore(list, last),
    firstToken: first,
    lastToken: last,
    wide: wide.logit,
    narrow: narrow.logit,
    mean: sizes.reduce((sum, { mean }) => sum + mean, 0) / sizes.length,
  };
}

const noWindow = { logit: Number.NEGATIVE_INFINITY, first: 0, last: 0, mean: 0 };

function scoreWindows(model: FirstStage, size: number): typeof noWindow {
  const starts = windowStarts(list.tokens, size);
  const worst = { ...noWindow };
  for (const start of starts) {
    const end = Math.min(list.tokens, start + size);
    const candidate = logitOf(model, start, end);
    worst.mean += candidate / starts.length;
    if (candidate <= worst.logit) continue;
    worst.logit = candidate;
    worst.first = start;
    worst.last = end;
  }
  return worst;
}

/** The features that the last call of `scoreText` read; they hold until the next. */
export function lastFeatures(): FeatureList {
  return list;
}
