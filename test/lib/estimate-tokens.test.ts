import { expect, test } from "vitest";
import { estimateTokens, estimatingTokenizer } from "../../src/lib/estimate-tokens.ts";

test.each([
  ["", 0],
  ["a", 1],
  ["abcd", 1],
  ["abcde", 2],
  ["éé", 1],
  ["你好", 2],
  ["😀", 1],
])("%j is about %d tokens", (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});

test("what is estimated says so", () => {
  expect(estimatingTokenizer.count("abcdefgh", "any-model")).toEqual({ tokens: 2, source: "estimated" });
});
