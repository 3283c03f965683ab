import type { Trees } from "../../src/guards/classifier/correction-of.ts";
import { leavesPerUnit } from "../../src/guards/classifier/read-trees.ts";
import { binValues } from "./bin-values.ts";
import type { BinnedValues } from "./bin-values.ts";

/** What the trees learn from: traits by column, and what the first stage made of each text. */
export interface BoostingSet {
  readonly columns: readonly Float32Array[];
  readonly isAttack: Uint8Array;
  readonly weights: Float64Array;
  readonly logits: Float64Array;
}

/** Found by leaving files out; see docs/guards-model-card.md. */
const options = { trees: 80, depth: 3, rate: 0.1, regularisation: 20, leastWeight: 10, share: 0.6 };
const leastCurvature = 1e-6;
/** A node that does not split sends everything left. */
const unsplit = { trait: 0, bin: 0, limit: 1e9, gain: 0 };

type Split = typeof unsplit;

/** Gradient boosting of complete trees on the logistic loss, with the first stage's sum as its start. Sequential, and without chance. */
export function boostTrees(set: BoostingSet): Trees {
  const binned = set.columns.map((column) => binValues(column));
  const sums = set.logits.slice();
  const traits: number[] = [];
  const limits: number[] = [];
  const leaves: number[] = [];
  for (let tree = 0; tree < options.trees; tree += 1) {
    const grown = new GrowingTree(binned, slopesOf(set, sums));
    grown.grow();
    for (const { trait, limit } of grown.splits) {
      traits.push(trait);
      limits.push(limit);
    }
    const values = grown.leafValues();
    leaves.push(
      ...values.map((value) => Math.round(value * options.rate * options.share * leavesPerUnit) / leavesPerUnit),
    );
    for (const [index, sum] of sums.entries()) sums[index] = sum + options.rate * (values[grown.leafOf(index)] ?? 0);
  }
  return { depth: options.depth, traits, limits, leaves };
}

interface Slopes {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

function slopesOf({ isAttack, weights }: BoostingSet, sums: Float64Array): Slopes {
  const first = new Float64Array(sums.length);
  const second = new Float64Array(sums.length);
  for (const [index, sum] of sums.entries()) {
    const probability = 1 / (1 + Math.exp(-sum));
    const weight = weights[index] ?? 0;
    first[index] = (probability - (isAttack[index] ?? 0)) * weight;
    second[index] = Math.max(leastCurvature, probability * (1 - probability)) * weight;
  }
  return { first, second };
}

/** What a group's first slopes gain when it gets a value of its own. */
function gainOf(first: number, second: number): number {
  return (first * first) / (second + options.regularisation);
}

class GrowingTree {
  readonly splits: Split[] = [];
  /** Per text: its node, counted from the left of the level that was grown last. */
  private readonly places: Uint8Array;
  private readonly binned: readonly BinnedValues[];
  private readonly slopes: Slopes;

  constructor(binned: readonly BinnedValues[], slopes: Slopes) {
    this.binned = binned;
    this.slopes = slopes;
    this.places = new Uint8Array(slopes.first.length);
  }

  grow(): void {
    for (let level = 0; level < options.depth; level += 1) {
      const splits = this.bestSplits(1 << level);
      this.splits.push(...splits);
      for (const [index, place] of this.places.entries()) {
        const split = splits[place] ?? unsplit;
        const isRight = split.gain > 0 && (this.binned[split.trait]?.bins[index] ?? 0) > split.bin;
        this.places[index] = place * 2 + (isRight ? 1 : 0);
      }
    }
  }

  leafOf(index: number): number {
    return this.places[index] ?? 0;
  }

  leafValues(): readonly number[] {
    const { first, second } = this.totals(1 << options.depth);
    return [...first.keys()].map((leaf) => -(first[leaf] ?? 0) / ((second[leaf] ?? 0) + options.regularisation));
  }

  private totals(nodes: number): Slopes {
    const first = new Float64Array(nodes);
    const second = new Float64Array(nodes);
    for (const [index, place] of this.places.entries()) {
      first[place] = (first[place] ?? 0) + (this.slopes.first[index] ?? 0);
      second[place] = (second[place] ?? 0) + (this.slopes.second[index] ?? 0);
    }
    return { first, second };
  }

  private bestSplits(nodes: number): readonly Split[] {
    const best = Array.from({ length: nodes }, () => unsplit);
    const totals = this.totals(nodes);
    for (const trait of this.binned.keys()) {
      const sums = this.binSums(trait, nodes);
      for (const node of best.keys()) {
        const split = this.splitOf({ trait, node }, sums, totals);
        if (split.gain > (best[node]?.gain ?? 0)) best[node] = split;
      }
    }
    return best;
  }

  /** Slopes summed by node and bin. */
  private binSums(trait: number, nodes: number): Slopes {
    const { bins, limits } = this.binned[trait] ?? { bins: new Uint8Array(), limits: [] };
    const width = limits.length + 1;
    const first = new Float64Array(nodes * width);
    const second = new Float64Array(nodes * width);
    const { places, slopes } = this;
    for (let index = 0; index < bins.length; index += 1) {
      const at = (places[index] ?? 0) * width + (bins[index] ?? 0);
      first[at] = (first[at] ?? 0) + (slopes.first[index] ?? 0);
      second[at] = (second[at] ?? 0) + (slopes.second[index] ?? 0);
    }
    return { first, second };
  }

  private splitOf(
    { trait, node }: { readonly trait: number; readonly node: number },
    sums: Slopes,
    totals: Slopes,
  ): Split {
    const limits = this.binned[trait]?.limits ?? [];
    const [first, second] = [totals.first[node] ?? 0, totals.second[node] ?? 0];
    let best = unsplit;
    let leftFirst = 0;
    let leftSecond = 0;
    for (const [bin, limit] of limits.entries()) {
      const at = node * (limits.length + 1) + bin;
      leftFirst += sums.first[at] ?? 0;
      leftSecond += sums.second[at] ?? 0;
      if (Math.min(leftSecond, second - leftSecond) < options.leastWeight) continue;
      const gain =
        gainOf(leftFirst, leftSecond) + gainOf(first - leftFirst, second - leftSecond) - gainOf(first, second);
      if (gain > best.gain) best = { trait, bin, limit, gain };
    }
    return best;
  }
}
