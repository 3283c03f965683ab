import { expect, test } from "vitest";
import { canonicalJson } from "../../src/lib/canonical-json.ts";

test("sorts keys at every depth and leaves undefined members out", () => {
  expect(canonicalJson({ b: [{ z: 1, a: null }], a: undefined, 'c"': "é" })).toBe(
    '{"b":[{"a":null,"z":1}],"c\\"":"é"}',
  );
});

test("keeps the order of lists", () => {
  expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
});
