import { bucketBits, bucketMask } from "./extract-features.ts";
import type { FeatureList } from "./extract-features.ts";
import { attackKinds } from "./model.ts";
import type { AttackKind, KindModel } from "./model.ts";

/** The bucket of a feature in the smaller table of kinds. */
export function kindBucket(code: number, bits: number): number {
  return ((code & bucketMask) ^ (code >>> bucketBits)) & ((1 << bits) - 1);
}

/** The kind that fits a window's features best. */
export function attackKindOf(
  model: KindModel,
  list: FeatureList,
  range: { readonly first: number; readonly last: number },
): AttackKind {
  const norm = model.weightStep / Math.sqrt(range.last - range.first + 1);
  let best = Number.NEGATIVE_INFINITY;
  let kind: AttackKind = attackKinds[0];
  for (const [index, candidate] of attackKinds.entries()) {
    let sum = 0;
    for (let at = range.first; at < range.last; at += 1) {
      sum += model.weights[kindBucket(list.codes[at] ?? 0, model.bits) * attackKinds.length + index] ?? 0;
    }
    const score = (model.biases[index] ?? 0) + sum * norm;
    if (score <= best) continue;
    best = score;
    kind = candidate;
  }
  return kind;
}
