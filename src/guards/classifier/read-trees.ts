import type { Trees } from "./correction-of.ts";

/**
 * Trees as the artifact holds them: limits and leaves are whole numbers of these parts, which come back exactly as they
 * were trained.
 */
export type StoredTrees = Trees;

export const limitsPerUnit = 1000;
export const leavesPerUnit = 10_000;

/** The trees as they are walked. */
export function readTrees(stored: StoredTrees): Trees {
  return {
    depth: stored.depth,
    traits: stored.traits,
    limits: stored.limits.map((limit) => limit / limitsPerUnit),
    leaves: stored.leaves.map((leaf) => leaf / leavesPerUnit),
  };
}
