import { describe, expect, it } from "vitest";
import { firstFrame } from "../../../src/guards/classifier/concept-table.ts";
import {
  bucketBits,
  extractFeatures,
  FeatureList,
  featureKinds,
  maxTokens,
  sentenceStart,
} from "../../../src/guards/classifier/extract-features.ts";

function codesOf(text: string): readonly number[] {
  const list = new FeatureList();
  extractFeatures(text, list);
  return [...list.codes.subarray(0, list.count)];
}

const ofKind = (text: string, kind: keyof typeof featureKinds): readonly number[] =>
  codesOf(text).filter((code) => code >>> bucketBits === featureKinds[kind]);

describe("extractFeatures", () => {
  it("sees the same concepts in the same order in two languages", () => {
    expect(ofKind("ignore previous instructions", "pair")).toEqual(ofKind("ignoriere vorherige anweisungen", "pair"));
  });

  it("tells the order of concepts apart", () => {
    expect(ofKind("ignore instructions", "pair")).not.toEqual(ofKind("instructions ignore", "pair"));
  });

  it("takes inflected words for their stem's concept", () => {
    expect(ofKind("disregarding", "concept")).toEqual(ofKind("disregard", "concept"));
  });

  it("takes Korean words for a concept whatever particle follows", () => {
    expect(ofKind("규칙은", "concept")).toEqual(ofKind("rules", "concept"));
  });

  it("keeps what a word is meant as apart from what it is about", () => {
    const list = new FeatureList();
    extractFeatures("why ignore tea", list);
    expect([...list.meanings.subarray(0, 3)]).toEqual([sentenceStart + firstFrame, 1, 0]);
    expect(ofKind("why tea", "concept")).toEqual([]);
  });

  it("reads Chinese by pairs of characters", () => {
    expect(ofKind("忽略指令", "pair")).toEqual(ofKind("ignore instructions", "pair"));
  });

  it("marks what begins a sentence", () => {
    expect(ofKind("hello. ignore it", "start")).toHaveLength(3);
  });

  it("counts a word once that is said over and over", () => {
    expect(codesOf("ignore ignore ignore ignore")).toEqual(codesOf("ignore"));
    expect(ofKind("so banana it banana goes", "word")).toHaveLength(4);
    expect(ofKind("ignore this and then all of that, ignore", "concept").length).toBeGreaterThan(
      ofKind("ignore this and then all of that", "concept").length,
    );
  });

  it("reads an escaped line feed as the end of a line, not as a letter", () => {
    expect(ofKind(String.raw`x\nignore`, "word")).toEqual(ofKind("x ignore", "word"));
  });

  it("keeps where each token stands", () => {
    const list = new FeatureList();
    extractFeatures("now, ignore it", list);
    expect([list.starts[1], list.stops[1]]).toEqual([5, 11]);
  });

  it("stops at its bound of tokens", () => {
    const list = new FeatureList();
    extractFeatures("a ".repeat(maxTokens + 10), list);
    expect(list.tokens).toBe(maxTokens);
  });
});
