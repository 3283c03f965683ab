import { describe, expect, it } from "vitest";
import type { FigureValues, Participant, Reading } from "../../bench/measure/figures.ts";
import { judgeGoals } from "../../bench/report/goals.ts";
import { Rounds } from "../../bench/report/rounds.ts";
import { formatSpread, spreadOf } from "../../bench/report/spread.ts";

function reading(round: number, participant: Participant, figures: FigureValues, failures: string[] = []): Reading {
  return { round, participant, load: "any", figures, failures, foreignCores: undefined };
}

describe("figures over rounds", () => {
  it("compares two contestants within each round, not their medians", () => {
    const rounds = new Rounds([
      reading(0, "floor", { plain1kCpu: 100 }),
      reading(0, "holdfast", { plain1kCpu: 120 }),
      reading(1, "holdfast", { plain1kCpu: 260 }),
      reading(1, "floor", { plain1kCpu: 200 }),
      reading(2, "floor", { plain1kCpu: 50 }),
      reading(2, "holdfast", { plain1kCpu: 70 }),
    ]);
    expect(rounds.ratio("holdfast", "floor", "plain1kCpu")).toEqual({
      median: 1.3,
      lowest: 1.2,
      highest: 1.4,
      rounds: 3,
    });
  });

  it("takes what the load alone needs, in the same round, from a latency", () => {
    const rounds = new Rounds([
      reading(0, "direct", { fixedP50: 0.5 }),
      reading(0, "holdfast", { fixedP50: 0.75 }),
      reading(1, "holdfast", { fixedP50: 9 }),
    ]);
    expect(rounds.spread("holdfast", "addedP50")).toEqual({ median: 0.25, lowest: 0.25, highest: 0.25, rounds: 1 });
  });

  it("leaves a reading with failures out instead of averaging it", () => {
    const rounds = new Rounds([
      reading(0, "holdfast", { plain1kCpu: 1 }, ["3 × status 500"]),
      reading(1, "holdfast", { plain1kCpu: 80 }),
    ]);
    expect(rounds.spread("holdfast", "plain1kCpu")?.lowest).toBe(80);
  });

  it("judges a goal by the median and says when it was not measured", () => {
    const results = judgeGoals(
      new Rounds([reading(0, "floor", { plain1kCpu: 100 }), reading(0, "holdfast", { plain1kCpu: 141 })]),
    );
    expect(results.find((goal) => goal.says.includes("1 KB call at saturation, to the floor"))?.met).toBe(false);
    expect(results.find((goal) => goal.says.includes("32 KB"))?.met).toBeUndefined();
  });
});

describe("a spread", () => {
  it("has the mean of the two middle values as its median when their number is even", () => {
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, lowest: 1, highest: 4, rounds: 4 });
  });

  it("prints its range, and a dash for nothing", () => {
    expect(formatSpread(spreadOf([1.234, 120.4, 15.55]))).toBe("15.6 [1.23–120]");
    expect(formatSpread(spreadOf([]))).toBe("–");
  });
});
