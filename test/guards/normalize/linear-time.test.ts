import { describe, expect, it } from "vitest";
import { cpuMillisecondsOf } from "../../support/cpu-milliseconds-of.ts";
import { layersOf } from "../../../src/guards/normalize/layers-of.ts";

/** What each decoder would choke on, were it to backtrack: beginnings that promise much, over and over. */
const worstPieces: readonly string[] = [
  "a*",
  "*",
  "`",
  "a<b",
  "a<b>",
  "<!--",
  "' + '",
  "%20",
  "%u",
  "&#1",
  "&#x",
  "\\u00",
  "\\",
  "=4",
  "a b ",
  "a.b.",
  "a     ",
  ".- ",
  "...... ",
  "69 ",
  "0x69,",
  "105 ",
  "01101001 ",
  "aGVsbG8gd29ybGQg",
  "QUJDREVGR0hJSktM",
  "MFRGGZDFMZTWQ2LK",
  "nyy cerivbhf ",
  "erongi ",
  "1gn0r3 ",
  "ignoooore ",
  "ignoreallprevious",
  "IgnoreAll",
  "a-b-",
  "insturctions ",
  "prompt. the of ",
  "estway ",
  "gnr ",
  "alpha ",
  "9-7-14 ",
  "ǝɹou",
  "8S;pZ",
  "zR3iSktUup88TWHq",
  "x8?@C6 2== ",
  "a-b_c.",
  "xqz jkw ",
  "xq ",
  "q!z",
  "1. a\n",
  "q\n",
  "'ab' ",
  "a/b ",
  "i-i-ig ",
  "\u200b",
  "é",
  "а",
  "аb ",
  "𝐢",
  "\u{E0041}",
];

/** The processor time of the quickest of three looks at the slowest of four endings. */
function costOf(piece: string, length: number): number {
  const endings = ["", " ", "!", "z"].map((end) => {
    // A letter in front and another end: where a run begins and breaks off decides how a bad expression fails.
    const text = `x${piece.repeat(Math.ceil(length / piece.length))}${end}`;
    return Math.min(...[1, 2, 3].map(() => cpuMillisecondsOf(() => layersOf(text))));
  });
  return Math.max(...endings);
}

describe("layersOf", () => {
  it.each(worstPieces)("takes time in proportion to a text of nothing but %j", (piece) => {
    const short = costOf(piece, 2_000);
    const long = costOf(piece, 16_000);
    // Linear is eight times, and quadratic sixty-four; very short times are noise.
    expect(long).toBeLessThan(Math.max(short * 24, 40));
  });

  it("is done with a long run of marks behind a letter at once", () => {
    const text = `a${"*".repeat(4_000)} a${"`".repeat(4_000)}`;
    expect(cpuMillisecondsOf(() => layersOf(text))).toBeLessThan(200);
  });
});
