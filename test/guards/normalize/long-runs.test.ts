import fc from "fast-check";
import { expect, it } from "vitest";
import { longRunsIn, signTable } from "../../../src/guards/normalize/long-runs.ts";

const signs = signTable("a_9");

it("finds the same runs as an expression would, in every text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "_", "9", " ", "é", "日"), maxLength: 60 }), (text) => {
      const expected = Array.from(text.matchAll(/[a_9]{5,}/g), (match) => ({
        start: match.index,
        end: match.index + match[0].length,
      }));
      expect(longRunsIn(text, 5, signs)).toEqual(expected);
    }),
  );
});
