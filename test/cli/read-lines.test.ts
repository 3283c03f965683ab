import { describe, expect, it } from "vitest";
import { readLines } from "../../src/cli/read-lines.ts";
import type { NumberedLine } from "../../src/cli/read-lines.ts";

async function* chunked(...chunks: readonly string[]): AsyncIterable<string> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function linesOf(chunks: readonly string[], maxLength: number): Promise<readonly NumberedLine[]> {
  const lines: NumberedLine[] = [];
  for await (const line of readLines(chunked(...chunks), maxLength)) lines.push(line);
  return lines;
}

describe("readLines", () => {
  it("does not care where chunks end", async () => {
    const lines = await linesOf(["on", "e\ntw", "o\n", "\nfour"], 100);
    expect(lines.map(({ number, text }) => [number, text])).toEqual([
      [1, "one"],
      [2, "two"],
      [3, ""],
      [4, "four"],
    ]);
  });

  it("holds no more of a line than allowed, and says that it is cut", async () => {
    const lines = await linesOf(["aaaa", "aaaa", "a\nb\n"], 6);
    expect(lines).toEqual([
      { number: 1, text: "aaaaaa", isCut: true },
      { number: 2, text: "b", isCut: false },
    ]);
  });
});
