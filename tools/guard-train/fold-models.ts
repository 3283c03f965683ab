import type { Trees } from "../../src/guards/classifier/correction-of.ts";
import { describeWindow, traitCount } from "../../src/guards/classifier/describe-window.ts";
import { lastFeatures, scoreText } from "../../src/guards/classifier/score-text.ts";
import type { FirstStage } from "../../src/guards/classifier/score-text.ts";
import { boostTrees } from "./boost-trees.ts";
import { folds, neverTrainedOn } from "./folds.ts";
import { recordWeights, trainModel } from "./train-model.ts";
import type { TrainingSet } from "./training-set.ts";

/** To the second stage harmless texts full of attackers' words are what it is there for. */
const hardShare = 2;
const selfMadePrefix = "self_";
const foldNumbers = [...folds.keys()];

/**
 * First stages that have not seen some files, and second stages that learned from what those made of the files. A second
 * stage that learned from a first stage's own training texts would trust it far too much.
 */
export class FoldModels {
  private readonly set: TrainingSet;
  /** Per record: the fold of its file, and of the file that its carrier is from. */
  private readonly places: readonly ReadonlySet<number>[];
  /** Self-made families are in folds too, but only for the second stage: to judge files all of them are trained on. */
  private readonly selfMade: readonly (number | undefined)[];
  private readonly models = new Map<string, FirstStage>();

  constructor(set: TrainingSet) {
    this.set = set;
    const families = [...new Set(set.records.map(({ file }) => file))].filter((file) =>
      file.startsWith(selfMadePrefix),
    );
    const foldOf = (file: string | undefined): number => folds.findIndex((files) => files.includes(file ?? ""));
    this.places = set.records.map(({ file, carrier }) => new Set([foldOf(file), foldOf(carrier)]));
    this.selfMade = set.records.map(({ file }) => {
      const family = families.indexOf(file);
      return family === -1 ? undefined : family % folds.length;
    });
  }

  /** What belongs to a fold's files, or was made from texts of theirs. */
  isIn(index: number, fold: number): boolean {
    return this.places[index]?.has(fold) === true;
  }

  /** Trained without these folds' files. With two folds, without their self-made families as well. */
  firstStage(without: readonly number[]): FirstStage {
    const key = without.toSorted((one, other) => one - other).join();
    const known = this.models.get(key);
    if (known !== undefined) return known;
    const isKept = (index: number): boolean =>
      !neverTrainedOn(this.set.records[index]?.file ?? "") &&
      !without.some((fold) => this.isIn(index, fold) || (without.length > 1 && this.selfMade[index] === fold));
    const kept = [...this.set.records.keys()].filter((index) => isKept(index));
    const model = trainModel(this.set, kept, { seed: 100 + without.reduce((sum, fold) => sum * 10 + fold, 0) });
    this.models.set(key, model);
    return model;
  }

  /** Learned from all records but those of the fold that is left out; from all when none is. */
  secondStage(without?: number): Trees {
    const indices: number[] = [];
    const rows: Float64Array[] = [];
    for (const [index, record] of this.set.records.entries()) {
      if (neverTrainedOn(record.file) || (without !== undefined && this.isIn(index, without))) continue;
      indices.push(index);
      rows.push(describeReadings(this.judgeOf(index, without), this.set.readings[index] ?? []));
    }
    const weights = recordWeights(this.set, indices, hardShare);
    return boostTrees({
      columns: Array.from({ length: traitCount }, (_, trait) => Float32Array.from(rows, (row) => row[trait] ?? 0)),
      isAttack: Uint8Array.from(indices, (index) => (this.set.records[index]?.isAttack === true ? 1 : 0)),
      weights: Float64Array.from(indices, (index) => weights.get(index) ?? 0),
      logits: Float64Array.from(rows, (row) => row[0] ?? 0),
    });
  }

  /** A first stage that has seen neither this record's file or family, nor the fold that is left out. */
  private judgeOf(index: number, without: number | undefined): FirstStage {
    const family = this.selfMade[index];
    const own = family ?? foldNumbers.find((fold) => this.isIn(index, fold)) ?? 0;
    if (without !== undefined && without !== own) return this.firstStage([without, own]);
    return this.firstStage(family === undefined ? [own] : [own, (own + 1) % folds.length]);
  }
}

/** The traits of the reading that looks worst to the first stage. */
function describeReadings(stage: FirstStage, readings: readonly string[]): Float64Array {
  let worst = "";
  let most = Number.NEGATIVE_INFINITY;
  for (const reading of readings) {
    const { logit } = scoreText(stage, reading);
    if (logit <= most) continue;
    most = logit;
    worst = reading;
  }
  return describeWindow(scoreText(stage, worst), worst, lastFeatures()).slice();
}
