/**
 * The second stage: small decision trees over what a sum of weights cannot see, such as that a text asks about attacks
 * rather than making one. All trees are complete and of one depth; their nodes stand one after the other, roots first.
 */
export interface Trees {
  readonly depth: number;
  /** Per inner node: which trait it looks at, and up to which value it goes left. */
  readonly traits: readonly number[];
  readonly limits: readonly number[];
  /** Per leaf: what it adds to the first stage's sum. */
  readonly leaves: readonly number[];
}

/** What the trees add to the first stage's sum for a text with these traits. */
export function correctionOf(trees: Trees, traits: Float64Array): number {
  const inner = (1 << trees.depth) - 1;
  const count = trees.leaves.length / (inner + 1);
  let sum = 0;
  for (let tree = 0; tree < count; tree += 1) {
    let node = 0;
    for (let level = 0; level < trees.depth; level += 1) {
      const at = tree * inner + node;
      const isRight = (traits[trees.traits[at] ?? 0] ?? 0) > (trees.limits[at] ?? 0);
      node = node * 2 + (isRight ? 2 : 1);
    }
    sum += trees.leaves[tree * (inner + 1) + node - inner] ?? 0;
  }
  return sum;
}
