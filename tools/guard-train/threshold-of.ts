import type { Judged } from "./judge-folds.ts";

/** Share of plain benign texts that may be taken for attacks, and of those that are full of attackers' words. */
const plainShare = 0.01;
const hardShare = 0.02;

/** The logit that only so many benign texts lie above: the stricter one of both sorts' shares. */
export function thresholdOf(judged: readonly Judged[]): number {
  return Math.max(plainThresholdOf(judged), highest(hardBenign(judged), hardShare));
}

/** The logit that one in a hundred plain benign texts lies above: where models are compared. */
export function plainThresholdOf(judged: readonly Judged[]): number {
  return highest(plainBenign(judged), plainShare);
}

/** Logits of everyday texts that were left out, the worst first. */
export function plainBenign(judged: readonly Judged[]): readonly number[] {
  return logitsOf(judged.filter(({ record }) => !record.isAttack && record.file.startsWith("benign_")));
}

function hardBenign(judged: readonly Judged[]): readonly number[] {
  return logitsOf(judged.filter(({ record }) => !record.isAttack && record.file.startsWith("hard_benign_")));
}

function logitsOf(judged: readonly Judged[]): readonly number[] {
  return judged.map(({ logit }) => logit).toSorted((one, other) => other - one);
}

function highest(logits: readonly number[], share: number): number {
  return logits[Math.floor(logits.length * share)] ?? 0;
}
