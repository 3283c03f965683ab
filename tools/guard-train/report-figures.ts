import { neverTrainedOn, probePrefix } from "./folds.ts";
import type { Judged } from "./judge-folds.ts";
import { plainBenign, plainThresholdOf, thresholdOf } from "./threshold-of.ts";

/** Files with fewer attacks say too little to count in the means. */
const fewestForMean = 10;

interface FileFigures {
  readonly file: string;
  readonly attacks: number;
  /** At the threshold that one in a hundred plain benign texts lies above, and at the default one. */
  readonly recall: number;
  readonly defaultRecall: number;
  readonly area: number;
  readonly benign: number;
  readonly falsePositives: number;
}

/** Prints what each file's texts got from models that had not seen them, and the means that models are chosen by. */
export function reportFigures(judged: readonly Judged[]): void {
  const figures = [...Map.groupBy(judged, ({ record }) => record.file).values()].map((ofFile) =>
    figuresOf(ofFile, judged),
  );
  for (const line of figures.toSorted((one, other) => one.file.localeCompare(other.file))) console.log(lineOf(line));
  const counted = figures.filter(({ file, attacks }) => attacks >= fewestForMean && !neverTrainedOn(file));
  const probes = figures.filter(({ file }) => file.startsWith(probePrefix));
  console.log(
    `thresholds: 1 % of plain benign ${plainThresholdOf(judged).toFixed(3)}, default ${thresholdOf(judged).toFixed(3)}`,
  );
  console.log(meansOf(`${counted.length} files`, counted));
  const attackProbes = probes.filter(({ attacks }) => attacks > 0);
  if (attackProbes.length > 0) console.log(meansOf(`${attackProbes.length} families of probes`, attackProbes));
}

function meansOf(name: string, figures: readonly FileFigures[]): string {
  return `mean over ${name}: recall ${mean(figures, "recall")}, at the default ${mean(figures, "defaultRecall")}, auc ${mean(figures, "area")}`;
}

function figuresOf(ofFile: readonly Judged[], judged: readonly Judged[]): FileFigures {
  const attacks = ofFile.filter(({ record }) => record.isAttack);
  const benign = ofFile.filter(({ record }) => !record.isAttack);
  return {
    file: ofFile[0]?.record.file ?? "",
    attacks: attacks.length,
    recall: shareAbove(attacks, plainThresholdOf(judged)),
    defaultRecall: shareAbove(attacks, thresholdOf(judged)),
    area: areaUnderCurve(attacks, plainBenign(judged)),
    benign: benign.length,
    falsePositives: shareAbove(benign, thresholdOf(judged)),
  };
}

function lineOf({ file, attacks, recall, defaultRecall, area, benign, falsePositives }: FileFigures): string {
  const cells = [file.padEnd(42)];
  if (attacks > 0)
    cells.push(`recall ${recall.toFixed(3)}, at the default ${defaultRecall.toFixed(3)}, auc ${area.toFixed(3)}`);
  if (benign > 0) cells.push(`false positives at the default ${falsePositives.toFixed(3)} of ${benign}`);
  return cells.join("  ");
}

function mean(figures: readonly FileFigures[], figure: "recall" | "defaultRecall" | "area"): string {
  return (figures.reduce((sum, of) => sum + of[figure], 0) / figures.length).toFixed(3);
}

/** The chance that an attack of these looks worse than a benign text; those come sorted, the worst first. */
function areaUnderCurve(attacks: readonly Judged[], benign: readonly number[]): number {
  let sum = 0;
  for (const { logit } of attacks) {
    const rank = benign.findIndex((other) => other < logit);
    sum += rank === -1 ? 0 : benign.length - rank;
  }
  return sum / attacks.length / benign.length;
}

function shareAbove(judged: readonly Judged[], threshold: number): number {
  return judged.filter(({ logit }) => logit > threshold).length / judged.length;
}
