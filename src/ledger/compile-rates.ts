import type { UnitPrice, UnitPrices } from "../ports/price-table.ts";
import type { Rate, RateBand, Rates } from "./rates.ts";

const perMillion = 1_000_000;
const perThousand = 1_000;
/** Millionths of a nano-dollar in a dollar. */
const microsPerDollar = 1e15;
const microsPerNano = 1_000_000;

/** Any request is larger than this. */
const anySize = -1;

/** Unit prices in dollars → exact rates, one band for each size of request at which any of the prices changes, smallest first. */
export function compileRates(prices: UnitPrices): readonly RateBand[] {
  const borders = new Set<number>([anySize]);
  const all: readonly (UnitPrice | undefined)[] = Object.values<UnitPrice | undefined>({ ...prices });
  for (const price of all) {
    if (typeof price === "object") for (const step of price.steps) borders.add(step.aboveInputTokens);
  }
  return [...borders]
    .toSorted((left, right) => left - right)
    .map((aboveInputTokens) => ({ aboveInputTokens, rates: ratesAbove(prices, aboveInputTokens) }));
}

function ratesAbove(prices: UnitPrices, border: number): Rates {
  const token = (price: UnitPrice | undefined): Rate | undefined => toRate(price, border, perMillion);
  const piece = (price: UnitPrice | undefined): Rate | undefined => toRate(price, border, perThousand);
  return Object.freeze({
    input: token(prices.inputPerMillion),
    cacheRead: token(prices.cacheReadPerMillion),
    cacheReadAudio: token(prices.cacheReadAudioPerMillion),
    cacheWrite5m: token(prices.cacheWrite5mPerMillion),
    cacheWrite1h: token(prices.cacheWrite1hPerMillion),
    inputAudio: token(prices.inputAudioPerMillion),
    output: token(prices.outputPerMillion),
    reasoning: token(prices.reasoningPerMillion),
    outputAudio: token(prices.outputAudioPerMillion),
    outputImage: token(prices.outputImagePerMillion),
    search: piece(prices.searchPerThousand),
    tool: piece(prices.toolPerThousand),
    request: piece(prices.requestPerThousand),
  });
}

/**
 * A published price is a short decimal, so rounding the double to whole millionths of a nano-dollar gives back that
 * decimal exactly (to nine decimals of a dollar per million).
 */
function toRate(price: UnitPrice | undefined, border: number, per: number): Rate | undefined {
  if (price === undefined) return undefined;
  const dollars = typeof price === "number" ? price : priceAbove(price, border);
  const micros = Math.round(dollars * (microsPerDollar / per));
  const micro = micros % microsPerNano;
  return Object.freeze({ nano: (micros - micro) / microsPerNano, micro });
}

function priceAbove(price: Exclude<UnitPrice, number>, border: number): number {
  let found = price.base;
  let foundAt = anySize;
  for (const step of price.steps) {
    if (step.aboveInputTokens > border || step.aboveInputTokens < foundAt) continue;
    found = step.price;
    foundAt = step.aboveInputTokens;
  }
  return found;
}
