import { describe, expect, it } from "vitest";
import { correctionOf } from "../../../src/guards/classifier/correction-of.ts";
import { readTrees } from "../../../src/guards/classifier/read-trees.ts";
import { binValues } from "../../../tools/guard-train/bin-values.ts";
import { boostTrees } from "../../../tools/guard-train/boost-trees.ts";
import type { BoostingSet } from "../../../tools/guard-train/boost-trees.ts";
import { storeTrees } from "../../../tools/guard-train/store-trees.ts";

/** Attacks are where exactly one of two traits is there: no sum of weights can say that. */
function eitherOr(texts: number): BoostingSet {
  const one = Float32Array.from({ length: texts }, (_, index) => index % 2);
  const other = Float32Array.from({ length: texts }, (_, index) => (index >> 1) % 2);
  return {
    columns: [one, other],
    isAttack: Uint8Array.from(one, (value, index) => (value === other[index] ? 0 : 1)),
    weights: new Float64Array(texts).fill(1),
    logits: Float64Array.from({ length: texts }, (_, index) => (index % 8 === 0 ? 0.1 : 0)),
  };
}

describe("boostTrees", () => {
  it("learns what one trait says only together with another", () => {
    const trees = boostTrees(eitherOr(4000));
    const correction = (one: number, other: number): number => correctionOf(trees, Float64Array.of(one, other));
    expect(Math.min(correction(0, 1), correction(1, 0))).toBeGreaterThan(0.5);
    expect(Math.max(correction(0, 0), correction(1, 1))).toBeLessThan(-0.5);
  });

  it("corrects nothing where the first stage is right already", () => {
    const set = eitherOr(4000);
    const sure = { ...set, logits: Float64Array.from(set.isAttack, (isAttack) => (isAttack === 1 ? 12 : -12)) };
    expect(boostTrees(sure).leaves.every((leaf) => Math.abs(leaf) < 0.01)).toBe(true);
  });

  it("gives the same trees for the same texts", () => {
    expect(boostTrees(eitherOr(400))).toEqual(boostTrees(eitherOr(400)));
  });
});

describe("storeTrees", () => {
  it("writes whole numbers that are read as the same trees", () => {
    const trees = boostTrees(eitherOr(400));
    const stored = storeTrees(trees);
    expect([...stored.limits, ...stored.leaves].every((number) => Number.isInteger(number))).toBe(true);
    expect(readTrees(stored)).toEqual(trees);
  });
});

describe("binValues", () => {
  it("puts every value under the limit of its bin, and above the one before", () => {
    const values = Float32Array.from({ length: 500 }, (_, index) => (index * index) % 97);
    const { limits, bins } = binValues(values);
    for (const [index, value] of values.entries()) {
      const bin = bins[index] ?? 0;
      expect(value).toBeLessThanOrEqual(limits[bin] ?? Number.POSITIVE_INFINITY);
      expect(value).toBeGreaterThan(limits[bin - 1] ?? Number.NEGATIVE_INFINITY);
    }
  });

  it("has one bin for a trait that never changes", () => {
    expect(binValues(new Float32Array(10)).limits).toEqual([]);
  });
});
