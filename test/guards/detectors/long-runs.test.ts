import fc from "fast-check";
import { expect, it } from "vitest";
import { longRunsIn } from "../../../src/guards/detectors/secrets/long-runs.ts";

it("finds the same runs as an expression would, in every text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "_", "9", " ", "é", "日"), maxLength: 60 }), (text) => {
      const expected = Array.from(text.matchAll(/[A-Za-z0-9_.:/+=-]{5,}/g), (match) => ({
        start: match.index,
        end: match.index + match[0].length,
      }));
      expect(longRunsIn(text, 5)).toEqual(expected);
    }),
  );
});
