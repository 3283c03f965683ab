import { expect, it } from "vitest";
import { parseDuration } from "../../src/lib/parse-duration.ts";

it.each([
  ["500ms", 500],
  ["30s", 30_000],
  ["1.5h", 5_400_000],
  ["10m", 600_000],
  ["90d", 7_776_000_000],
  ["0s", 0],
  ["1.001s", 1_001],
])("reads %s as %i milliseconds", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

it.each(["", "30", "s", "30 s", "-1s", "1h30m", "1S", "1e3s", "NaNs", "1.s", ".5s", "9999999999d", "1s\n"])(
  "refuses %j",
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
