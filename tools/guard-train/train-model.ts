import { defaultOptions, LinearModel } from "./linear-model.ts";
import type { TrainingOptions } from "./linear-model.ts";
import { seededNumbers, shuffle } from "./prng.ts";
import type { RandomNumbers } from "./prng.ts";
import type { TrainingSet, Window } from "./training-set.ts";

interface Example {
  readonly window: Window;
  readonly isAttack: boolean;
  readonly weight: number;
}

const nothing: Window = { first: 0, last: 0 };
/** A whole text teaches half as much as the window in it that matters, a window by chance a third. */
const wholeShare = 0.5;
const chanceShare = 0.3;
/** Harmless texts full of attackers' words teach more than others. */
const hardShare = 1.5;
/** The learning rate falls to this share of itself. */
const lastRate = 0.3;

/** A file counts as the root of its size, and attacks as much as benign texts: no source dominates. */
export function recordWeights(
  set: TrainingSet,
  indices: readonly number[],
  ofHard = hardShare,
): ReadonlyMap<number, number> {
  const groupOf = (index: number): string => `${set.records[index]?.file} ${set.records[index]?.isAttack}`;
  const sizes = new Map<string, number>();
  for (const index of indices) sizes.set(groupOf(index), (sizes.get(groupOf(index)) ?? 0) + 1);
  const totals = { attack: 0, benign: 0 };
  const sideOf = (index: number): keyof typeof totals => (set.records[index]?.isAttack === true ? "attack" : "benign");
  for (const index of indices) totals[sideOf(index)] += 1 / Math.sqrt(sizes.get(groupOf(index)) ?? 1);
  return new Map(
    indices.map((index) => [
      index,
      ((set.records[index]?.kind === "hard_benign" ? ofHard : 1) * indices.length) /
        2 /
        totals[sideOf(index)] /
        Math.sqrt(sizes.get(groupOf(index)) ?? 1),
    ]),
  );
}

/** The first round knows no worst windows yet: whole short texts, and windows by chance. */
function firstExamples(set: TrainingSet, index: number, numbers: RandomNumbers): readonly Window[] {
  const windows = set.windows[index] ?? [];
  const record = set.records[index];
  if (record?.isAttack !== true) return [numbers.pick(windows)];
  if (set.isShort[index] === true) return [windows[0] ?? nothing];
  return record.kind === "jailbreak" ? [numbers.pick(windows)] : [];
}

/** Later rounds learn from the window that looks worst: of an attack it is the attack, of a benign text a false alarm. */
function laterExamples(
  set: TrainingSet,
  index: number,
  round: { model: LinearModel; numbers: RandomNumbers },
): readonly (readonly [Window, number])[] {
  const windows = set.windows[index] ?? [];
  const worst = round.model.worst(windows).window;
  if (set.records[index]?.isAttack === true)
    return set.isShort[index] === true
      ? [
          [worst, 1],
          [windows[0] ?? nothing, wholeShare],
        ]
      : [[worst, 1]];
  return windows.length > 1
    ? [
        [worst, 1],
        [round.numbers.pick(windows), chanceShare],
      ]
    : [[worst, 1]];
}

/** Trains on the records of these indices. The same records, options and seed give the same weights to the bit. */
export function trainModel(
  set: TrainingSet,
  indices: readonly number[],
  { seed, ...given }: { readonly seed: number } & Partial<TrainingOptions>,
): LinearModel {
  const options = { ...defaultOptions, ...given };
  const numbers = seededNumbers(seed);
  const model = new LinearModel(set.store.codes, options, numbers);
  const weights = recordWeights(set, indices);
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    const examples: Example[] = [];
    for (const index of indices) {
      const isAttack = set.records[index]?.isAttack === true;
      const weight = weights.get(index) ?? 0;
      const shares: readonly (readonly [Window, number])[] =
        epoch === 0
          ? firstExamples(set, index, numbers).map((window) => [window, 1] as const)
          : laterExamples(set, index, { model, numbers });
      for (const [window, share] of shares) examples.push({ window, isAttack, weight: weight * share });
    }
    const order = Int32Array.from(examples.keys());
    shuffle(order, numbers);
    const learningRate = options.learningRate * (1 - (epoch / options.epochs) * (1 - lastRate));
    for (const at of order) {
      const example = examples[at];
      if (example !== undefined) model.learn(example.window, { ...example, learningRate });
    }
  }
  return model;
}
