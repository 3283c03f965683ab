import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileRates } from "../../src/ledger/compile-rates.ts";
import { type Cost, computeCost } from "../../src/ledger/compute-cost.ts";
import { noUsage, type Usage } from "../../src/ledger/usage.ts";
import type { UnitPrices } from "../../src/ports/price-table.ts";

const plain: UnitPrices = { inputPerMillion: 2.5, outputPerMillion: 10 };

function cost(usage: Partial<Usage>, prices: UnitPrices = plain): Cost {
  return computeCost({ ...noUsage, ...usage }, compileRates(prices));
}

function nanodollars(usage: Partial<Usage>, prices: UnitPrices = plain): number | string {
  const result = cost(usage, prices);
  return result.kind === "cost" ? result.nanodollars : result.reason;
}

describe("what is known", () => {
  test("input and output are billed at their own rates", () => {
    expect(nanodollars({ inputTokens: 1_000, outputTokens: 100 })).toBe(2_500_000 + 1_000_000);
  });

  test("an embedding has input only", () => {
    expect(nanodollars({ inputTokens: 8 }, { inputPerMillion: 0.02 })).toBe(160);
  });

  test("cached input is taken out of the input and billed at its own rate", () => {
    const prices: UnitPrices = {
      ...plain,
      cacheReadPerMillion: 0.25,
      cacheWrite5mPerMillion: 3.125,
      cacheWrite1hPerMillion: 5,
    };
    const usage = { inputTokens: 1_000, cacheReadTokens: 400, cacheWrite5mTokens: 200, cacheWrite1hTokens: 100 };
    expect(nanodollars({ ...usage, outputTokens: 0 }, prices)).toBe(
      300 * 2_500 + 400 * 250 + 200 * 3_125 + 100 * 5_000,
    );
  });

  test("cached input without a rate of its own is billed as input", () => {
    expect(nanodollars({ inputTokens: 1_000, cacheReadTokens: 400, outputTokens: 0 })).toBe(2_500_000);
  });

  test("an hour's cache write without a rate of its own is billed as a five minutes' one", () => {
    const prices: UnitPrices = { ...plain, cacheWrite5mPerMillion: 3 };
    expect(nanodollars({ inputTokens: 10, cacheWrite1hTokens: 10, outputTokens: 0 }, prices)).toBe(30_000);
  });

  test("reasoning is billed as output unless it has a rate of its own", () => {
    const usage = { inputTokens: 0, outputTokens: 100, reasoningTokens: 40 };
    expect(nanodollars(usage)).toBe(1_000_000);
    expect(nanodollars(usage, { ...plain, reasoningPerMillion: 3 })).toBe(60 * 10_000 + 40 * 3_000);
  });

  test("audio is billed at its own rates, both ways", () => {
    const prices: UnitPrices = { ...plain, inputAudioPerMillion: 32, outputAudioPerMillion: 64 };
    const usage = { inputTokens: 20, inputAudioTokens: 4, outputTokens: 60, outputAudioTokens: 50 };
    expect(nanodollars(usage, prices)).toBe(16 * 2_500 + 4 * 32_000 + 10 * 10_000 + 50 * 64_000);
  });

  test("audio that was cached is billed at the rate for that, as much as the provider says or the sums require", () => {
    const prices: UnitPrices = {
      inputPerMillion: 0.3,
      cacheReadPerMillion: 0.03,
      inputAudioPerMillion: 1,
      cacheReadAudioPerMillion: 0.1,
    };
    const usage = { inputTokens: 17_713, cacheReadTokens: 17_379, inputAudioTokens: 1_917 };
    const rate = (text: number, parts: { read: number; audio: number; both: number }): number =>
      text * 300 + parts.read * 30 + parts.audio * 1_000 + parts.both * 100;
    expect(nanodollars({ ...usage, cacheReadAudioTokens: 1_881 }, prices)).toBe(
      rate(298, { read: 15_498, audio: 36, both: 1_881 }),
    );
    expect(nanodollars(usage, prices)).toBe(rate(0, { read: 15_796, audio: 334, both: 1_583 }));
  });

  test("the size of the input sets the price of the whole request", () => {
    const step = (base: number, price: number) => ({ base, steps: [{ aboveInputTokens: 200_000, price }] });
    const prices: UnitPrices = { inputPerMillion: step(5, 10), outputPerMillion: step(25, 37.5) };
    expect(nanodollars({ inputTokens: 200_000, outputTokens: 10 }, prices)).toBe(200_000 * 5_000 + 250_000);
    expect(nanodollars({ inputTokens: 200_001, outputTokens: 10 }, prices)).toBe(200_001 * 10_000 + 375_000);
  });

  test("steps may come in any order and at different sizes", () => {
    const prices: UnitPrices = {
      inputPerMillion: {
        base: 1,
        steps: [
          { aboveInputTokens: 200, price: 3 },
          { aboveInputTokens: 100, price: 2 },
        ],
      },
      outputPerMillion: { base: 1, steps: [{ aboveInputTokens: 150, price: 5 }] },
    };
    const at = (inputTokens: number) => nanodollars({ inputTokens, outputTokens: 1 }, prices);
    expect([at(100), at(101), at(151), at(201)]).toEqual([101_000, 203_000, 307_000, 608_000]);
  });

  test("searches, tool runs and the request itself are billed by the piece", () => {
    const prices: UnitPrices = { ...plain, searchPerThousand: 10, toolPerThousand: 2.5, requestPerThousand: 12 };
    const usage = { inputTokens: 0, outputTokens: 0, searchUnits: 3, toolUnits: 2 };
    expect(nanodollars(usage, prices)).toBe(30_000_000 + 5_000_000 + 12_000_000);
  });

  test("a fee for the request covers searches that have no price of their own", () => {
    expect(nanodollars({ inputTokens: 0, searchUnits: 2 }, { ...plain, requestPerThousand: 12 })).toBe(12_000_000);
  });

  test("a price that is free of charge costs nothing", () => {
    expect(nanodollars({ inputTokens: 5, outputTokens: 5 }, { inputPerMillion: 0, outputPerMillion: 0 })).toBe(0);
  });

  test("fractions of a nano-dollar are rounded once, at the end, half up", () => {
    const prices: UnitPrices = { inputPerMillion: 0.0005, outputPerMillion: 0.0005 };
    expect(nanodollars({ inputTokens: 1, outputTokens: 0 }, prices)).toBe(1);
    expect(nanodollars({ inputTokens: 1, outputTokens: 1 }, prices)).toBe(1);
    expect(nanodollars({ inputTokens: 0, outputTokens: 0 }, prices)).toBe(0);
  });
});

describe("what is not known", () => {
  test("a usage of which nobody said anything has no price", () => {
    expect(nanodollars({})).toBe("nobody said what the call used");
  });

  test.each([
    ["input", { inputTokens: 1 }, { outputPerMillion: 1 }, "input tokens have no price"],
    ["output", { inputTokens: 1, outputTokens: 1 }, { inputPerMillion: 1 }, "output tokens have no price"],
    ["a search", { inputTokens: 1, searchUnits: 1 }, plain, "searches have no price"],
    ["a tool run", { inputTokens: 1, toolUnits: 1 }, plain, "tool runs have no price"],
  ] as const)("%s without a rate makes the whole price unknown", (_name, usage, prices, reason) => {
    expect(nanodollars(usage, prices)).toBe(reason);
  });

  test("output without input is not billed as if the input were free", () => {
    expect(nanodollars({ outputTokens: 5 })).toBe("the input tokens are not known");
  });

  test("a model whose images cost more has no price until somebody says how many tokens are images", () => {
    const prices: UnitPrices = { ...plain, outputImagePerMillion: 30 };
    expect(nanodollars({ inputTokens: 0, outputTokens: 1_290 }, prices)).toMatch(/^images in the output/);
    expect(nanodollars({ inputTokens: 0, outputTokens: 1_290, outputImageTokens: 1_290 }, prices)).toBe(38_700_000);
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300])("%d tokens cannot be counted", (inputTokens) => {
    expect(nanodollars({ inputTokens })).toBe("the usage is not in whole, countable numbers");
  });

  test("a cost beyond what a whole number holds is not rounded into one", () => {
    expect(nanodollars({ inputTokens: 9e15 })).toBe("the cost is too large to be true");
  });

  test("a model without prices has none", () => {
    expect(computeCost({ ...noUsage, inputTokens: 1 }, [])).toMatchObject({ kind: "unknown" });
  });
});

describe("what does not add up", () => {
  test("a cache larger than the input is billed whole, the rest as nothing, and the cost says so", () => {
    const prices: UnitPrices = { ...plain, cacheReadPerMillion: 1 };
    expect(cost({ inputTokens: 10, cacheReadTokens: 30, outputTokens: 0 }, prices)).toEqual({
      kind: "cost",
      nanodollars: 30_000,
      clamped: "the parts of the input (30) are more than the whole (10)",
    });
  });

  test("a sound usage is not called clamped", () => {
    expect(cost({ inputTokens: 10, outputTokens: 1 })).toMatchObject({ clamped: undefined });
  });
});

const tokens = fc.option(fc.integer({ min: -5, max: 2_000_000 }), { nil: null });
const anyUsage: fc.Arbitrary<Usage> = fc.record({
  inputTokens: tokens,
  cacheReadTokens: tokens,
  cacheWrite5mTokens: tokens,
  cacheWrite1hTokens: tokens,
  outputTokens: tokens,
  reasoningTokens: tokens,
  inputAudioTokens: tokens,
  outputAudioTokens: tokens,
  toolUnits: tokens,
  searchUnits: tokens,
});
const dollars = fc.option(
  fc.integer({ min: 0, max: 1_000_000 }).map((micros) => micros / 10_000),
  { nil: undefined },
);
const anyPrices = fc.record({
  inputPerMillion: dollars,
  cacheReadPerMillion: dollars,
  cacheWrite5mPerMillion: dollars,
  cacheWrite1hPerMillion: dollars,
  inputAudioPerMillion: dollars,
  outputPerMillion: dollars,
  reasoningPerMillion: dollars,
  outputAudioPerMillion: dollars,
  searchPerThousand: dollars,
  toolPerThousand: dollars,
  requestPerThousand: dollars,
});

describe("for any usage and any prices", () => {
  test("a cost is a whole number of nano-dollars and never negative", () => {
    fc.assert(
      fc.property(anyUsage, anyPrices, (usage, prices) => {
        const result = computeCost(usage, compileRates(prices));
        if (result.kind === "unknown") return;
        expect(Number.isSafeInteger(result.nanodollars)).toBe(true);
        expect(result.nanodollars).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("the sum is exactly that of arithmetic without bounds", () => {
    const price = fc.integer({ min: 0, max: 600_000_000_000 });
    const count = fc.integer({ min: 0, max: 5_000_000 });
    fc.assert(
      fc.property(price, price, fc.tuple(count, count), (inputPrice, outputPrice, [inputTokens, outputTokens]) => {
        // Prices in millionths of a nano-dollar a token, which is 10⁻⁹ dollars a million.
        const exact = BigInt(inputPrice) * BigInt(inputTokens) + BigInt(outputPrice) * BigInt(outputTokens);
        const rounded = Number((exact + 500_000n) / 1_000_000n);
        const prices = { inputPerMillion: inputPrice / 1e9, outputPerMillion: outputPrice / 1e9 };
        expect(nanodollars({ inputTokens, outputTokens }, prices)).toBe(rounded);
      }),
    );
  });
});
