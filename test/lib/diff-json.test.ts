import { expect, it } from "vitest";
import { diffJson } from "../../src/lib/diff-json.ts";

it("names each leaf that differs, and nothing else", () => {
  const before = { target: "a/b", parameters: { temperature: 0, stop: ["x", "y"] }, same: { deep: [1] } };
  const after = { target: "a/c", parameters: { temperature: 0, stop: ["x"], seed: 1 }, same: { deep: [1] } };
  expect(diffJson(before, after)).toEqual([
    { path: "target", before: "a/b", after: "a/c" },
    { path: "parameters.stop.1", before: "y" },
    { path: "parameters.seed", after: 1 },
  ]);
});

it("takes a member that is undefined for an absent one", () => {
  expect(diffJson({ a: undefined }, {})).toEqual([]);
});

it("does not compare a list with a mapping member by member", () => {
  expect(diffJson({ a: ["x"] }, { a: { 0: "x" } })).toEqual([{ path: "a", before: ["x"], after: { 0: "x" } }]);
});
