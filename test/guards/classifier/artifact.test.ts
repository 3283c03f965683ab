import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { traitCount } from "../../../src/guards/classifier/describe-window.ts";
import { attackKinds, loadModel } from "../../../src/guards/classifier/model.ts";

const file = new URL("../../../src/guards/classifier/artifact.ts", import.meta.url);
const megabyte = 1024 * 1024;

describe("the committed artifact", () => {
  it("holds at most a megabyte, also as text", () => {
    const { weights, kinds } = loadModel();
    expect(weights.byteLength + kinds.weights.byteLength).toBeLessThan(megabyte);
    expect(statSync(file).size).toBeLessThan(megabyte);
  });

  it("has been trained: a fair share of its weights is not zero", () => {
    const { weights } = loadModel();
    expect(weights.filter((weight) => weight !== 0).length).toBeGreaterThan(weights.length / 10);
  });

  it("tells every kind of attack apart by weights of its own", () => {
    expect(loadModel().kinds.biases).toHaveLength(attackKinds.length);
  });

  it("holds whole trees over traits that the code describes", () => {
    const { trees } = loadModel();
    const leaves = 1 << trees.depth;
    expect(trees.leaves.length).toBeGreaterThan(leaves);
    expect(trees.leaves.length % leaves).toBe(0);
    expect(trees.traits).toHaveLength((trees.leaves.length / leaves) * (leaves - 1));
    expect(trees.limits).toHaveLength(trees.traits.length);
    expect(Math.max(...trees.traits)).toBeLessThan(traitCount);
  });

  it("is one line of data under one line of comment", () => {
    expect(readFileSync(file, "utf8").trimEnd().split("\n")).toHaveLength(2);
  });

  it("loads in well under the 20 ms that a start may take", () => {
    loadModel();
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      loadModel();
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(20);
  });
});
