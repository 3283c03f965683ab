import { attackKinds } from "../../src/guards/classifier/model.ts";
import { calibrateSlope } from "./calibrate.ts";
import { FoldModels } from "./fold-models.ts";
import { judgeFolds } from "./judge-folds.ts";
import type { Judged } from "./judge-folds.ts";
import { kindBits, kindIndex, KindLearner } from "./kind-model.ts";
import type { KindExample } from "./kind-model.ts";
import { defaultOptions } from "./linear-model.ts";
import type { LinearModel } from "./linear-model.ts";
import { quantise } from "./quantise.ts";
import type { TrainingRecord } from "./read-corpus.ts";
import { sampleRecords } from "./sample-records.ts";
import { storeTrees } from "./store-trees.ts";
import { thresholdOf } from "./threshold-of.ts";
import { recordWeights, trainModel } from "./train-model.ts";
import { TrainingSet } from "./training-set.ts";
import type { StoredTrees } from "../../src/guards/classifier/read-trees.ts";

/** What `src/guards/classifier/artifact.ts` holds. */
export interface Artifact {
  readonly weights: string;
  readonly weightStep: number;
  readonly bias: number;
  readonly scales: readonly number[];
  readonly trees: StoredTrees;
  readonly slope: number;
  readonly threshold: number;
  readonly kinds: {
    readonly weights: string;
    readonly weightStep: number;
    readonly biases: readonly number[];
    readonly bits: number;
  };
}

export interface Sizes {
  /** Records of one file and label: more of one kind teach little. */
  readonly attacks: number;
  readonly benign: number;
  /** The same for the folds that only calibrate. */
  readonly held: number;
}

const seed = 1;

export interface Built {
  readonly artifact: Artifact;
  /** What the threshold and the slope were chosen on: every file's texts as judged by a model that had not seen them. */
  readonly held: readonly Judged[];
}

/** Trains, calibrates and quantises. The same records give the same artifact to the bit. */
export function buildArtifact(
  corpus: readonly TrainingRecord[],
  selfMade: readonly TrainingRecord[],
  sizes: Sizes,
): Built {
  const heldSet = new TrainingSet([
    ...sampleRecords(corpus, { attacks: sizes.held, benign: sizes.held, seed }),
    ...selfMade,
  ]);
  const foldModels = new FoldModels(heldSet);
  const held = judgeFolds(heldSet, foldModels);
  const trees = foldModels.secondStage();
  const threshold = thresholdOf(held);
  const slope = calibrateSlope(
    held.map(({ record, logit }) => ({ logit, isAttack: record.isAttack })),
    threshold,
  );
  const set = new TrainingSet([
    ...sampleRecords(corpus, { attacks: sizes.attacks, benign: sizes.benign, seed }),
    ...selfMade,
  ]);
  const model = trainModel(set, [...set.records.keys()], { seed });
  const { bytes, step } = quantise(model.weights);
  const kinds = learnKinds(set, model);
  const kindBytes = quantise(kinds.weights);
  const artifact = {
    weights: base64Of(bytes),
    weightStep: step,
    bias: model.bias,
    scales: defaultOptions.scales,
    trees: storeTrees(trees),
    slope,
    threshold,
    kinds: {
      weights: base64Of(kindBytes.bytes),
      weightStep: kindBytes.step,
      biases: [...kinds.biases],
      bits: kindBits,
    },
  };
  return { artifact, held };
}

function learnKinds(set: TrainingSet, model: LinearModel): KindLearner {
  const attacks = [...set.records.keys()].filter((index) => set.records[index]?.isAttack === true);
  const weights = recordWeights(set, attacks);
  const examples = attacks.flatMap((index): readonly KindExample[] => {
    const kind = kindIndex(set.records[index]?.kind ?? "");
    if (kind === undefined) return [];
    return [
      { window: model.worst(set.windows[index] ?? []).window, kind, weight: Math.min(1, weights.get(index) ?? 0) },
    ];
  });
  const learner = new KindLearner(set.store.codes);
  learner.learnAll(examples, seed + attackKinds.length);
  return learner;
}

function base64Of(bytes: Int8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
