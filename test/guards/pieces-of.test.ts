import { describe, expect, it } from "vitest";
import { piecesOf } from "../../src/guards/pieces-of.ts";

const lengthOf = (text: string): number => piecesOf(text).reduce((sum, { piece }) => sum + piece.length, 0);

describe("piecesOf", () => {
  it("leaves a short text whole", () => {
    expect(piecesOf("short")).toEqual([{ start: 0, piece: "short" }]);
  });

  it.each([8_193, 20_000, 100_001, 1_000_000])("covers every character of a text of %i, with an overlap", (length) => {
    let covered = 0;
    for (const { start, piece } of piecesOf("x".repeat(length))) {
      expect(start).toBeLessThanOrEqual(covered);
      covered = start + piece.length;
    }
    expect(covered).toBe(length);
  });

  it("reads no more of a longer text than the budget, its start and its end among it", () => {
    const text = `a${"x".repeat(5_000_000)}z`;
    const pieces = piecesOf(text);
    expect(lengthOf(text)).toBeLessThan(1_200_000);
    expect(pieces[0]?.piece.startsWith("a")).toBe(true);
    expect(pieces.at(-1)?.piece.endsWith("z")).toBe(true);
  });
});
