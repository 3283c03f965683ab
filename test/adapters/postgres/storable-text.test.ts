import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storableText } from "../../../src/adapters/postgres/storable-text.ts";
import { cpuMillisecondsOf } from "../../support/cpu-milliseconds-of.ts";

/** Strings full of what matters: backslashes, escapes, zeros, halves of pairs. */
const awkward = fc
  .array(fc.constantFrom("\\", "u0000", "\u0000", "\ud83d", "\ude00", "\u{1f600}", "d800", "u", '"', "é", "\n"))
  .map((parts) => parts.join(""));

describe("storable text", () => {
  it("decodes to the same text with U+FFFD for zeros and lone surrogates, whatever the text", () => {
    fc.assert(
      fc.property(awkward, (text) => {
        const stored: unknown = JSON.parse(storableText(JSON.stringify(text)));
        expect(stored).toBe(text.toWellFormed().replaceAll("\0", "\ufffd"));
      }),
    );
  });

  it("keeps a surrogate pair that is written as two escapes, in either case", () => {
    const json = String.raw`"\ud83d\uDE00 \uD83D\ude00 \ud83dx \uDE00"`;
    expect(storableText(json)).toBe(String.raw`"\ud83d\uDE00 \uD83D\ude00 \ufffdx \ufffd"`);
  });

  it("returns ordinary text as it is", () => {
    const json = '{"a":"\\u0001 \\n \\\\u0000"}';
    expect(storableText(json)).toBe(json);
  });

  it("takes time in proportion to the text", () => {
    const json = `"${String.raw`\u0000\\`.repeat(200_000)}"`;
    expect(cpuMillisecondsOf(() => void storableText(json))).toBeLessThan(1000);
  });
});
