import fc from "fast-check";
import { expect, it } from "vitest";
import { spreadText } from "../../src/gateway/guarding/answer/spread-text.ts";

it.each([
  [["My ", "card ", "is 4111", " 1111", " , ok"], "My card is [gone] , ok", ["My ", "card ", "is [gone]", "", " , ok"]],
  [["a", "b", "c"], "abc", ["a", "b", "c"]],
  [["a", "b", "c"], "", ["", "", ""]],
  [["ab", "cd"], "abXcd", ["ab", "Xcd"]],
  [["ab", "cd"], "abcdX", ["ab", "cdX"]],
  [["aa", "aa"], "aaa", ["aa", "a"]],
])("gives of %j that became %j each piece its part", (pieces, became, parts) => {
  expect(spreadText(pieces, became)).toEqual(parts);
});

it("loses and adds nothing, whatever a text becomes", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 6 }), { minLength: 1 }), fc.string(), (pieces, became) => {
      const parts = spreadText(pieces, became);
      expect(parts.join("")).toBe(became);
      expect(parts).toHaveLength(pieces.length);
    }),
  );
});

it("changes only what a replaced part touches", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 3 }), fc.nat(), (pieces, at) => {
      const index = 1 + (at % (pieces.length - 2));
      const changed = pieces.with(index, "\u0000");
      const parts = spreadText(pieces, changed.join(""));
      expect(parts).toEqual(changed);
    }),
  );
});
