import { scoreReading } from "../../src/guards/classifier/score-reading.ts";
import type { FoldModels } from "./fold-models.ts";
import { folds, neverTrainedOn } from "./folds.ts";
import type { TrainingRecord } from "./read-corpus.ts";
import type { TrainingSet } from "./training-set.ts";

/** A record and the sum that it got from stages that had not seen its file. */
export interface Judged {
  readonly record: TrainingRecord;
  readonly logit: number;
}

/**
 * Judges every file by a model that was trained without it. What is never trained on is judged once, by the first fold's
 * model, which knows four fifths of the files.
 */
export function judgeFolds(set: TrainingSet, models: FoldModels): readonly Judged[] {
  return folds.flatMap((_, fold) => {
    const model = { ...models.firstStage([fold]), trees: models.secondStage(fold) };
    return [...set.records.entries()].flatMap(([index, record]): readonly Judged[] => {
      const isJudged = models.isIn(index, fold) || (fold === 0 && neverTrainedOn(record.file));
      if (!isJudged) return [];
      const logits = (set.readings[index] ?? []).map((reading) => scoreReading(model, reading).logit);
      return [{ record, logit: Math.max(...logits) }];
    });
  });
}
