import { describe, expect, test } from "vitest";
import { createTiktokenTokenizer } from "../../../src/adapters/tiktoken/tokenizer.ts";
import { cpuMillisecondsOf } from "../../support/cpu-milliseconds-of.ts";

const tokenizer = createTiktokenTokenizer();

describe("counting", () => {
  // The two encodings differ on this text.
  const text = "你好世界";

  test.each([
    ["gpt-4o-mini", 2],
    ["gpt-5", 2],
    ["gpt-4.1", 2],
    ["o3", 2],
    ["claude-sonnet-4-5", 2],
    ["gpt-4", 5],
    ["gpt-4-0613", 5],
    ["gpt-3.5-turbo", 5],
    ["openai/gpt-4-turbo", 5],
    ["text-embedding-3-small", 5],
  ])("for %s uses its family's encoding", (model, tokens) => {
    expect(tokenizer.count(text, model)).toEqual({ tokens, source: "counted" });
  });

  test("takes text that spells a special token for text", () => {
    expect(tokenizer.count("<|endoftext|>", "gpt-5").tokens).toBeGreaterThan(1);
  });

  test("no text is no token", () => {
    expect(tokenizer.count("", "gpt-5")).toEqual({ tokens: 0, source: "counted" });
  });

  test("does not trip over half a character", () => {
    expect(tokenizer.count("\uD800abc", "gpt-5").source).toBe("counted");
  });
});

describe("text that is made to be slow", () => {
  test.each([" ", "\n", "a", "!?", "ab1"])("%j over and over is counted in time, and nearly right", (unit) => {
    const short = unit.repeat(400);
    const long = unit.repeat(Math.floor(200_000 / unit.length));
    expect(cpuMillisecondsOf(() => void tokenizer.count(long, "gpt-5"))).toBeLessThan(3_000);
    const counted = tokenizer.count(long, "gpt-5");
    expect(counted.source).toBe("counted");
    const density = tokenizer.count(short, "gpt-5").tokens / short.length;
    expect(counted.tokens / long.length / density).toBeGreaterThan(0.5);
    expect(counted.tokens / long.length / density).toBeLessThan(1.5);
  });
});

test("text beyond the bound is estimated at the density of its beginning", () => {
  const sentence = "The quick brown fox jumps over the lazy dog. ";
  const long = sentence.repeat(20_000);
  const { tokens, source } = tokenizer.count(long, "gpt-5");
  expect(source).toBe("estimated");
  expect(tokens / (20_000 * 10)).toBeCloseTo(1, 1);
});
