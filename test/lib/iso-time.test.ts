import fc from "fast-check";
import { expect, test } from "vitest";
import { isoTime } from "../../src/lib/iso-time.ts";

test("formats any time as the platform does, to the millisecond", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 4e12 }), fc.integer({ min: -2_000, max: 2_000 }), (atMs, step) => {
      for (const ms of [atMs, atMs + 0.999, atMs + step, atMs]) {
        expect(isoTime(ms)).toBe(new Date(Math.floor(ms)).toISOString());
      }
    }),
  );
});
