import { expect, it } from "vitest";
import { secrets } from "../../src/guards/detectors/secrets/secret-detector.ts";
import type { Layer } from "../../src/guards/guard.ts";
import { readText, type Reader } from "../../src/guards/read-text.ts";
import { rawLayer } from "../../src/guards/normalize/layer.ts";
import { screened } from "./support/screened.ts";

const key = `${"sk-ant"}-api03-q7Wm2KxZ9vRt4LpB8nYc3HdF6gJs5TaQ1eUi`;

/** Reads fifty characters at once, and undoes one invisible sign at the head of a piece. */
function reading(piecesOf: Reader["piecesOf"]): Reader {
  const layersOf = (text: string): readonly Layer[] => {
    const folded: Layer = {
      text: text.replace("\u200b", ""),
      via: "folded",
      originalRange: (start, end) => ({ start: start + 1, end: end + 1 }),
    };
    return text.startsWith("\u200b") ? [rawLayer(text), folded] : [rawLayer(text)];
  };
  return { piecesOf, layersOf };
}

const ends = (text: string) => [
  { start: 0, piece: text.slice(0, 50) },
  { start: text.length - 50, piece: text.slice(-50) },
];

it("reads a short text as it is read without pieces", () => {
  const layers = readText(
    "\u200babc",
    reading((text) => [{ start: 0, piece: text }]),
  );
  expect(layers.map(({ via, text }) => [via, text])).toEqual([
    ["raw", "\u200babc"],
    ["folded", "abc"],
  ]);
});

it("finds a secret where the pieces leave something out, and across their border", () => {
  const filler = "word ".repeat(100);
  for (const text of [`${filler}${key} ${filler}`, `${"x ".repeat(20)}${key} ${filler}`]) {
    const findings = secrets.detect(readText(text, reading(ends)), screened(text, "user"));
    expect(findings.map(({ start, end }) => text.slice(start, end))).toEqual([key]);
  }
});

it("gives ranges in the whole text, also from a layer of a later piece", () => {
  const text = `${"x".repeat(60)}\u200b${"y".repeat(49)}`;
  const layers = readText(text, reading(ends));
  expect(layers).toHaveLength(2);
  expect(layers[1]?.originalRange(0, 49)).toEqual({ start: 61, end: 110 });
});
