/**
 * The figures that models are chosen by: every file is judged by a model that was trained without it.
 * `node tools/guard-train/evaluate.ts [records per file] [files to show mistakes of, comma-separated]`
 */
import { FoldModels } from "./fold-models.ts";
import { probePrefix } from "./folds.ts";
import { judgeFolds } from "./judge-folds.ts";
import type { Judged } from "./judge-folds.ts";
import { readCorpus } from "./read-corpus.ts";
import { readProbes } from "./read-probes.ts";
import { sampleRecords } from "./sample-records.ts";
import { ownRecords } from "./own-records.ts";
import { reportFigures } from "./report-figures.ts";
import { thresholdOf } from "./threshold-of.ts";
import { TrainingSet } from "./training-set.ts";

/** Of probes none: what has been read is no longer unseen. */
function showMistakes(judged: readonly Judged[], names: readonly string[]): void {
  const threshold = thresholdOf(judged);
  for (const name of names) {
    const wrong = judged
      .filter(({ record, logit }) => record.file.includes(name) && logit > threshold !== record.isAttack)
      .filter(({ record }) => !record.file.startsWith(probePrefix))
      .toSorted((one, other) => one.logit - other.logit);
    const step = Math.max(1, Math.floor(wrong.length / 12));
    console.log(`${name}: ${wrong.length} mistakes`);
    for (let at = 0; at < wrong.length; at += step)
      console.log(wrong[at]?.logit.toFixed(2), JSON.stringify(wrong[at]?.record.text.slice(0, 300)));
  }
}

if (import.meta.main) {
  const most = Number(process.argv[2] ?? 300);
  const corpus = readCorpus(new URL("../../../shared/guard-data/", import.meta.url));
  const sampled = sampleRecords(corpus, { attacks: most, benign: most, seed: 7 });
  const set = new TrainingSet([...sampled, ...ownRecords(), ...readProbes()]);
  const judged = judgeFolds(set, new FoldModels(set));
  reportFigures(judged);
  showMistakes(
    judged,
    (process.argv[3] ?? "").split(",").filter((name) => name !== ""),
  );
}
