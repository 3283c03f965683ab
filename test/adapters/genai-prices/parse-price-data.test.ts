import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parsePriceData } from "../../../src/adapters/genai-prices/parse-price-data.ts";

const published = new URL("../../../../shared/prices/genai-prices-0.1.8.json", import.meta.url);

function withModel(model: object): string {
  const sound = { id: "m", match: { equals: "m" }, prices: { input_mtok: 1, output_mtok: 2 } };
  return JSON.stringify([{ id: "p", name: "P", api_pattern: "https://p\\.example", models: [{ ...sound, ...model }] }]);
}

describe.skipIf(!existsSync(published))("the published file (skipped without ../shared/prices)", () => {
  test("is read whole", () => {
    expect(parsePriceData(readFileSync(published, "utf8"))).toMatchObject({ ok: true, models: 1_694 });
  });
});

test("a small file is read", () => {
  expect(parsePriceData(withModel({}))).toMatchObject({ ok: true, models: 1 });
});

test.each([
  ["text that is no JSON", "<html>", "the file is not valid JSON"],
  ["another kind of JSON", "{}", "the file: "],
  ["a negative price", withModel({ prices: { input_mtok: -1 } }), "0.models.0.prices"],
  ["a price in words", withModel({ prices: { input_mtok: "free" } }), "0.models.0.prices"],
  ["a pattern that could run for ever", withModel({ match: { regex: "^(a+)+$" } }), "0.models.0.match"],
  ["a broken pattern", withModel({ match: { regex: "(" } }), "0.models.0.match"],
  [
    "a part's price without its whole's",
    withModel({ prices: { cache_read_mtok: 1 } }),
    "p/m: Missing ancestor price key",
  ],
  [
    "an unknown condition",
    withModel({ prices: [{ constraint: { type: "full_moon" }, prices: {} }] }),
    "0.models.0.prices",
  ],
])("%s is refused with its place", (_name, text, place) => {
  const parsed = parsePriceData(text);
  expect(parsed.ok).toBe(false);
  expect(parsed.ok ? "" : parsed.problems[0]).toContain(place);
});

test("a file larger than the bound is refused unread", () => {
  expect(parsePriceData(" ".repeat(8 * 1024 * 1024 + 1))).toMatchObject({ ok: false });
});
