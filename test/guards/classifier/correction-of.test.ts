import { describe, expect, it } from "vitest";
import { correctionOf } from "../../../src/guards/classifier/correction-of.ts";

/** Two trees of depth two over two traits. */
const trees = {
  depth: 2,
  traits: [0, 1, 1, 1, 0, 0],
  limits: [0.5, 2, 2, 0, 9, 9],
  leaves: [1, 2, 4, 8, 100, 100, 200, 200],
};

describe("correctionOf", () => {
  it.each([
    { traits: [0.5, 2], sum: 1 + 200, why: "a value at the limit goes left" },
    { traits: [0.5, 3], sum: 2 + 200, why: "left, then right" },
    { traits: [0.6, 2], sum: 4 + 200, why: "right, then left" },
    { traits: [0.6, 0], sum: 4 + 100, why: "each tree goes its own way" },
    { traits: [0.6, 3], sum: 8 + 200, why: "right twice" },
  ])("adds one leaf of each tree: $why", ({ traits, sum }) => {
    expect(correctionOf(trees, Float64Array.from(traits))).toBe(sum);
  });

  it("adds nothing without trees", () => {
    expect(correctionOf({ depth: 2, traits: [], limits: [], leaves: [] }, Float64Array.of(1))).toBe(0);
  });
});
