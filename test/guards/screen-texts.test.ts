import { expect, it } from "vitest";
import type { Detector, Finding } from "../../src/guards/guard.ts";
import { rawLayer } from "../../src/guards/normalize/layer.ts";
import { screenTexts, type ScreenBudget } from "../../src/guards/screen-texts.ts";
import { screened } from "./support/screened.ts";

const layersOf = (text: string) => [rawLayer(text)];

function budget(changes: Partial<ScreenBudget> = {}): ScreenBudget {
  return { maxMs: 100, maxCharacters: 1_000, nowMs: () => 0, ...changes };
}

const finding: Finding = { detector: "seen", kind: "structure", score: 1, pointer: "", start: 0, end: 1 };
const sees: Detector = { id: "seen", detect: () => [finding] };
const throws: Detector = {
  id: "broken",
  detect: () => {
    throw new Error("no model");
  },
};

it("gathers what all detectors see in all texts", () => {
  const texts = [screened("a", "user"), screened("b", "tool")];
  expect(screenTexts(texts, { layersOf, detectors: [sees, sees] }, budget())).toEqual({
    findings: [finding, finding, finding, finding],
    broken: [],
  });
});

it("reports a detector that throws, and still asks the others", () => {
  const screening = screenTexts([screened("a", "user")], { layersOf, detectors: [throws, sees] }, budget());
  expect(screening.findings).toEqual([finding]);
  expect(screening.broken).toMatchObject([{ detector: "broken", reason: "threw", cause: new Error("no model") }]);
});

it("reports texts that cannot even be read", () => {
  const layers = () => {
    throw new Error("too deep");
  };
  const screening = screenTexts([screened("a", "user")], { layersOf: layers, detectors: [sees] }, budget());
  expect(screening).toMatchObject({ findings: [], broken: [{ detector: "layers", reason: "threw" }] });
});

it("does not take what it had no time for to be harmless", () => {
  let nowMs = 0;
  const slow: Detector = {
    id: "slow",
    detect: () => {
      nowMs += 60;
      return [];
    },
  };
  const texts = ["a", "b", "c"].map((text) => screened(text, "user"));
  const screening = screenTexts(texts, { layersOf, detectors: [slow] }, budget({ nowMs: () => nowMs }));
  expect(screening.broken).toEqual([{ detector: "screen", reason: "over-budget" }]);
});

it("counts a screening that came late, but came to its end, as done", () => {
  let nowMs = 0;
  const slow: Detector = {
    id: "slow",
    detect: () => {
      nowMs += 500;
      return [];
    },
  };
  const screening = screenTexts(
    [screened("a", "user")],
    { layersOf, detectors: [slow] },
    budget({ nowMs: () => nowMs }),
  );
  expect(screening.broken).toEqual([]);
});

it("does not take what is too long to be screened to be harmless", () => {
  const texts = [screened("a".repeat(600), "user"), screened("b".repeat(600), "user")];
  const screening = screenTexts(texts, { layersOf, detectors: [sees] }, budget());
  expect(screening.findings).toHaveLength(1);
  expect(screening.broken).toEqual([{ detector: "screen", reason: "too-long" }]);
});
