import type { Tree } from "../../src/rollouts/tree.ts";
import { treePrompt } from "../support/registry-parts.ts";

export const promptCount = 60;
export const routeCount = 20;

/** A tree in which every prompt and every route says `mark`: a half of it beside a half of another would show. */
export function bigTree(mark: string): Tree {
  return {
    prompts: Array.from({ length: promptCount }, (_, index) => treePrompt(`prompt-${index}`, mark, ["production"])),
    routes: Array.from({ length: routeCount }, (_, index) => ({
      name: `route-${index}`,
      target: `echo/${mark}`,
      prompt: `prompt-${index}`,
      rollout: "immediate",
    })),
  };
}
