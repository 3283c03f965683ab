import { expect, it } from "vitest";
import { parseSize } from "../../src/lib/parse-size.ts";

it.each([
  ["512B", 512],
  ["64KiB", 65_536],
  ["1MiB", 1_048_576],
  ["1.5GiB", 1_610_612_736],
  ["1TiB", 1_099_511_627_776],
])("reads %s as %i bytes", (text, expected) => {
  expect(parseSize(text)).toBe(expected);
});

it.each(["", "1", "1MB", "1mib", "1 MiB", "-1B", "1e3B", "9999999999TiB", "999999999TiB"])("refuses %j", (text) => {
  expect(parseSize(text)).toBeUndefined();
});
