import { describe, expect, it } from "vitest";
import { readLines } from "../../src/cli/read-lines.ts";

async function* chunked(...chunks: readonly string[]): AsyncIterable<string> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

describe("readLines", () => {
  it("does not care where chunks end", async () => {
    const lines = await Array.fromAsync(readLines(chunked("on", "e\ntw", "o\n", "\nfour"), 100));
    expect(lines.map(({ number, text }) => [number, text])).toEqual([
      [1, "one"],
      [2, "two"],
      [3, ""],
      [4, "four"],
    ]);
  });

  it("holds no more of a line than allowed, and says that it is cut", async () => {
    const lines = await Array.fromAsync(readLines(chunked("aaaa", "aaaa", "a\nb\n"), 6));
    expect(lines).toEqual([
      { number: 1, text: "aaaaaa", isCut: true },
      { number: 2, text: "b", isCut: false },
    ]);
  });
});
