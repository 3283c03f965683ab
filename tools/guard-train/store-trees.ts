import type { Trees } from "../../src/guards/classifier/correction-of.ts";
import { leavesPerUnit, limitsPerUnit } from "../../src/guards/classifier/read-trees.ts";
import type { StoredTrees } from "../../src/guards/classifier/read-trees.ts";

/** Trained limits and leaves are rounded already: as whole numbers they lose nothing. */
export function storeTrees(trees: Trees): StoredTrees {
  return {
    depth: trees.depth,
    traits: trees.traits,
    limits: trees.limits.map((limit) => Math.round(limit * limitsPerUnit)),
    leaves: trees.leaves.map((leaf) => Math.round(leaf * leavesPerUnit)),
  };
}
