/**
 * The figures that models are chosen by: every file is judged by a model that was trained without it.
 * `node tools/guard-train/evaluate.ts [records per file] [files to show mistakes of, comma-separated]`
 */
import { FoldModels } from "./fold-models.ts";
import { neverTrainedOn } from "./folds.ts";
import { judgeFolds } from "./judge-folds.ts";
import type { Judged } from "./judge-folds.ts";
import { readCorpus } from "./read-corpus.ts";
import { readProbes } from "./read-probes.ts";
import { sampleRecords } from "./sample-records.ts";
import { selfMadeRecords, selfMadeSeed } from "./self-made.ts";
import { plainBenign, thresholdOf } from "./threshold-of.ts";
import { TrainingSet } from "./training-set.ts";

const fewestForMean = 10;

/** The chance that an attack of these looks worse than a benign text. */
function areaUnderCurve(attacks: readonly Judged[], benign: readonly number[]): number {
  let sum = 0;
  for (const { logit } of attacks) sum += benign.filter((other) => other < logit).length;
  return sum / attacks.length / benign.length;
}

function shareAbove(judged: readonly Judged[], threshold: number): number {
  return judged.filter(({ logit }) => logit > threshold).length / judged.length;
}

function report(judged: readonly Judged[]): void {
  const threshold = thresholdOf(judged);
  const benign = plainBenign(judged);
  const means = { recall: 0, area: 0, files: 0 };
  for (const [file, ofFile] of Map.groupBy(judged, ({ record }) => record.file)) {
    const attacks = ofFile.filter(({ record }) => record.isAttack);
    const innocents = ofFile.filter(({ record }) => !record.isAttack);
    const cells = [file.padEnd(42)];
    if (attacks.length > 0) {
      const recall = shareAbove(attacks, threshold);
      const area = areaUnderCurve(attacks, benign);
      cells.push(`recall ${recall.toFixed(3)}  auc ${area.toFixed(3)}`);
      if (attacks.length >= fewestForMean && !neverTrainedOn(file)) {
        means.recall += recall;
        means.area += area;
        means.files += 1;
      }
    }
    if (innocents.length > 0)
      cells.push(`false positives ${shareAbove(innocents, threshold).toFixed(3)} of ${innocents.length}`);
    console.log(cells.join("  "));
  }
  console.log(
    `threshold ${threshold.toFixed(3)}; mean recall ${(means.recall / means.files).toFixed(3)}, mean auc ${(means.area / means.files).toFixed(3)} over ${means.files} files`,
  );
}

function showMistakes(judged: readonly Judged[], names: readonly string[]): void {
  const threshold = thresholdOf(judged);
  for (const name of names) {
    const wrong = judged
      .filter(({ record, logit }) => record.file.includes(name) && logit > threshold !== record.isAttack)
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
  const set = new TrainingSet([...sampled, ...selfMadeRecords(selfMadeSeed), ...readProbes()]);
  const judged = judgeFolds(set, new FoldModels(set));
  report(judged);
  showMistakes(
    judged,
    (process.argv[3] ?? "").split(",").filter((name) => name !== ""),
  );
}
