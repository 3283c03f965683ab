import { describe, expect, it } from "vitest";
import { nearestNames } from "../../src/lib/nearest-names.ts";
import { cpuMillisecondsOf } from "../support/cpu-milliseconds-of.ts";

describe("nearestNames", () => {
  it("finds a slip of the fingers: a letter missing, added, replaced or swapped", () => {
    for (const slip of ["opeai", "opennai", "opanai", "opneai", "OpenAI"]) {
      expect(nearestNames(slip, ["anthropic", "openai", "gemini"])).toEqual(["openai"]);
    }
  });

  it("puts the nearest first and stops at the limit", () => {
    const models = ["gpt-5-nano", "gpt-5-mini", "gpt-5", "claude-sonnet-5"];
    expect(nearestNames("gpt-5-mni", models)).toEqual(["gpt-5-mini", "gpt-5-nano", "gpt-5"]);
    expect(nearestNames("gpt-5-mni", models, 1)).toEqual(["gpt-5-mini"]);
  });

  it("offers nothing when nothing is near", () => {
    expect(nearestNames("bedrock", ["openai", "gemini"])).toEqual([]);
    expect(nearestNames("x", ["y"])).toEqual([]);
    expect(nearestNames("", ["openai"])).toEqual([]);
    expect(nearestNames("openai", [])).toEqual([]);
  });

  it("stays quick with a very long name and very many candidates", () => {
    const candidates = Array.from({ length: 100_000 }, (_, index) => `model-${index}-${"x".repeat(200)}`);
    expect(cpuMillisecondsOf(() => void nearestNames("m".repeat(1_000_000), candidates))).toBeLessThan(4_000);
  });
});
