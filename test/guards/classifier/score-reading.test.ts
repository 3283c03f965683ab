import { describe, expect, it } from "vitest";
import { bucketBits } from "../../../src/guards/classifier/extract-features.ts";
import { scoreReading } from "../../../src/guards/classifier/score-reading.ts";
import { scoreText } from "../../../src/guards/classifier/score-text.ts";

/** A first stage that gives every word the same weight, so that crowded windows look worst. */
const firstStage = {
  weights: new Int8Array(1 << bucketBits).fill(1),
  weightStep: 1,
  bias: 0,
  scales: [1, 0, 0, 0, 0, 0, 0, 0, 0],
};

describe("scoreReading", () => {
  it("adds the trees' correction to the worst window's sum", () => {
    const trees = { depth: 1, traits: [0], limits: [-100], leaves: [0, 0.75] };
    const { window, logit } = scoreReading({ ...firstStage, trees }, "one two three");
    expect(window).toEqual(scoreText(firstStage, "one two three"));
    expect(logit).toBeCloseTo(window.logit + 0.75);
  });

  it("leaves the first stage's sum alone where there are no trees", () => {
    const trees = { depth: 1, traits: [], limits: [], leaves: [] };
    const { window, logit } = scoreReading({ ...firstStage, trees }, "one two three");
    expect(logit).toBe(window.logit);
  });
});
