import { artifact } from "./artifact.ts";
import type { Trees } from "./correction-of.ts";
import { bucketBits } from "./extract-features.ts";
import { readTrees } from "./read-trees.ts";
import type { FirstStage } from "./score-text.ts";

/** What an attack is after; the order is the order of the weights in the artifact. */
export const attackKinds = ["direct-injection", "jailbreak", "indirect-injection", "prompt-extraction"] as const;
export type AttackKind = (typeof attackKinds)[number];

/** A trained classifier: two stages, and what turns their sum into scores. */
export interface Model extends FirstStage {
  readonly weights: Int8Array;
  readonly trees: Trees;
  /** The score is the logistic of `slope * (sum - threshold)`: one half is where a text begins to be an attack. */
  readonly slope: number;
  readonly threshold: number;
  readonly kinds: KindModel;
}

/** Tells the kinds of attack apart, once a text is known to be one. */
export interface KindModel {
  /** Weights of all kinds of one bucket side by side. */
  readonly weights: Int8Array;
  readonly weightStep: number;
  readonly biases: readonly number[];
  readonly bits: number;
}

function bytesOf(base64: string): Int8Array {
  const binary = atob(base64);
  const bytes = new Int8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Reads the committed artifact. Throws when it does not fit this code: a guard without its model must not pass texts. */
export function loadModel(): Model {
  const weights = bytesOf(artifact.weights);
  const kindWeights = bytesOf(artifact.kinds.weights);
  if (weights.length !== 1 << bucketBits || kindWeights.length !== attackKinds.length << artifact.kinds.bits) {
    throw new Error("The guard classifier's artifact does not fit its code; train it anew with `npm run guard:train`.");
  }
  return { ...artifact, weights, trees: readTrees(artifact.trees), kinds: { ...artifact.kinds, weights: kindWeights } };
}
