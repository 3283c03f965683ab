/**
 * How many attacks that are found in plain form are still found in disguise, and how many harmless texts are then taken for
 * attacks: `node tools/guard-train/measure-disguises.ts`. The artifact as committed, its default threshold, fixed seeds.
 */
import { existsSync } from "node:fs";
import { defaultThreshold } from "../../src/guards/classifier/classify-layers.ts";
import { scanText } from "../../src/guards/scan.ts";
import { disguises } from "./disguises.ts";
import type { Disguise } from "./disguise.ts";
import { transformedFiles } from "./folds.ts";
import { seededNumbers } from "./prng.ts";
import { readCorpus } from "./read-corpus.ts";
import type { TrainingRecord } from "./read-corpus.ts";
import { sampleRecords } from "./sample-records.ts";

const seed = 23;
const perFile = 25;
/** What people disguise is short, and some encodings hold no more. */
const shortest = 30;
const longest = 220;
/** Disguises are those of Latin letters. */
const plainAscii = /^[\n -~]*$/;

function isFound(text: string): boolean {
  return scanText({ pointer: "", text, kind: "user", trust: "user" }).score >= defaultThreshold;
}

function share(texts: readonly string[], disguise: Disguise): number {
  const numbers = seededNumbers(seed);
  return texts.filter((text) => isFound(disguise.apply(text, numbers))).length / texts.length;
}

function isUsable({ text, file }: TrainingRecord): boolean {
  const { length } = text;
  return !transformedFiles.has(file) && length >= shortest && length <= longest && plainAscii.test(text);
}

function report(attacks: readonly string[], harmless: readonly string[], isRead: boolean): void {
  const rows = disguises
    .filter((disguise) => disguise.isRead === isRead)
    .map((disguise) => ({
      name: disguise.name,
      recall: share(attacks, disguise),
      falsePositives: share(harmless, disguise),
    }));
  console.log(isRead ? "\nread on purpose" : "\nnot read on purpose");
  for (const { name, recall, falsePositives } of rows) {
    console.log(`${name.padEnd(40)} recall ${recall.toFixed(3)}  false positives ${falsePositives.toFixed(3)}`);
  }
  const mean = rows.reduce((sum, { recall }) => sum + recall, 0) / rows.length;
  const worst = Math.max(...rows.map(({ falsePositives }) => falsePositives));
  console.log(`mean recall ${mean.toFixed(3)}, most false positives ${worst.toFixed(3)}`);
}

const folder = new URL("../../../shared/guard-data/", import.meta.url);
if (!existsSync(folder)) throw new Error("There is no ../shared/guard-data next to this repository.");
const usable = readCorpus(folder).filter(isUsable);
const records = sampleRecords(usable, { attacks: perFile, benign: perFile, seed });
const attacks = records.filter(({ isAttack, text }) => isAttack && isFound(text)).map(({ text }) => text);
const benign = records.filter(({ isAttack }) => !isAttack).map(({ text }) => text);
const harmless = benign.filter((text) => !isFound(text));
console.log(
  `${attacks.length} attacks, ${harmless.length} harmless texts; ${benign.length - harmless.length} more taken for attacks as they stand`,
);
report(attacks, harmless, true);
report(attacks, harmless, false);
