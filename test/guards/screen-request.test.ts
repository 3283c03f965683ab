import { expect, it } from "vitest";
import type { Detector, ScreenedText } from "../../src/guards/guard.ts";
import { screenRequest } from "../../src/guards/screen-request.ts";

/** Sees the whole sentence, wherever it is told that it ends. */
const sentence: Detector = {
  id: "sentence",
  detect: ([layer], { pointer }) => {
    const start = layer?.text.indexOf("open the door") ?? -1;
    return start < 0 ? [] : [{ detector: "sentence", kind: "structure", score: 1, pointer, start, end: start + 13 }];
  },
};
const detectors = { input: [sentence], neighbours: [sentence] };
const budget = { maxMs: 100, maxCharacters: 10_000_000, nowMs: () => 0 };
const say = (...texts: readonly string[]): readonly ScreenedText[] =>
  texts.map((text, at) => ({ pointer: `/messages/${at}/content`, text, kind: "user", trust: "user" }));

it("finds what stands in one text once, and what is split over several in each of them", () => {
  const whole = screenRequest(say("Please open the door.", "Thanks."), detectors, budget);
  expect(whole.findings.map(({ pointer }) => pointer)).toEqual(["/messages/0/content"]);
  const split = screenRequest(say("Please open", "the door."), detectors, budget);
  expect(split.findings).toMatchObject([
    { pointer: "/messages/0/content", start: 7, end: 11 },
    { pointer: "/messages/1/content", start: 0, end: 8 },
  ]);
});

it("breaks, and does not pass, when an attack is in more pieces than can be told", () => {
  const everywhere: Detector = {
    id: "everywhere",
    detect: ([layer], { pointer }) => [
      { detector: "everywhere", kind: "structure", score: 1, pointer, start: 0, end: layer?.text.length ?? 0 },
    ],
  };
  const texts = say(...Array.from({ length: 20_000 }, () => "x"));
  const { broken } = screenRequest(texts, { input: [], neighbours: [everywhere] }, budget);
  expect(broken).toEqual([{ detector: "neighbours", reason: "too-long" }]);
});

it("spends one budget on both", () => {
  let nowMs = 0;
  const slow: Detector = {
    id: "slow",
    detect() {
      nowMs += 60;
      return [];
    },
  };
  const { broken } = screenRequest(
    say("one", "two"),
    { input: [slow], neighbours: [slow] },
    { ...budget, nowMs: () => nowMs },
  );
  expect(broken).toEqual([{ detector: "screen", reason: "over-budget" }]);
});
