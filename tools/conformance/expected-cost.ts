import { calcPrice } from "@pydantic/genai-prices";
import type { PriceCalculation } from "@pydantic/genai-prices";
import type { ExpectedUsage } from "./expected-usage.ts";

export interface CostQuestion {
  readonly usage: ExpectedUsage | undefined;
  readonly priceId: string | undefined;
  /** The model that answered, as it says itself, and the one that was asked for. */
  readonly models: readonly (string | undefined)[];
  readonly at: Date;
}

/** What the ledger's cost must be: so many nano-dollars, none, or not to be told from the price package. */
export type ExpectedCost =
  | { readonly kind: "nanodollars"; readonly value: number }
  | { readonly kind: "none"; readonly why: string }
  | { readonly kind: "untold"; readonly why: string };

const nanosPerDollar = 1e9;

/** The price package's own word on what a call costs. */
export function expectedCost({ usage, priceId, models, at }: CostQuestion): ExpectedCost {
  if (usage === undefined) return { kind: "none", why: "no usage" };
  if (priceId === undefined) return { kind: "none", why: "the price table does not know the provider" };
  const counts = packageUsage(usage);
  for (const model of new Set(models)) {
    if (model === undefined || model === "") continue;
    try {
      const price = calcPrice({ ...counts }, model, { providerId: priceId, timestamp: at });
      if (price === null) continue;
      const hole = unpricedPart(usage, price.model_price);
      if (hole !== undefined) return { kind: "none", why: hole };
      return { kind: "nanodollars", value: price.total_price * nanosPerDollar };
    } catch (error) {
      // It refuses usage whose parts are more than the whole; some providers report such.
      return { kind: "untold", why: error instanceof Error ? error.message : String(error) };
    }
  }
  return { kind: "none", why: "the price table does not know the model" };
}

function packageUsage(usage: ExpectedUsage): Readonly<Record<string, number>> {
  const written = (usage.cache_write_5m_tokens ?? 0) + (usage.cache_write_1h_tokens ?? 0);
  const counts: Readonly<Record<string, number | undefined>> = {
    input_tokens: usage.input_tokens,
    cache_read_tokens: usage.cache_read_tokens,
    cache_write_tokens: written,
    cache_write_1h_tokens: usage.cache_write_1h_tokens,
    output_tokens: usage.output_tokens,
    output_reasoning_tokens: usage.reasoning_tokens,
    input_audio_tokens: usage.input_audio_tokens,
    output_audio_tokens: usage.output_audio_tokens,
    cache_audio_read_tokens: usage.cachedAudio,
    output_image_tokens: usage.outputImages,
    web_searches: usage.search_units,
  };
  const known = Object.entries(counts).flatMap(([name, count]): [string, number][] => (count ? [[name, count]] : []));
  return Object.fromEntries(known);
}

type PriceKey = keyof PriceCalculation["model_price"];

/** Prices of which a model must have one, or the named part of what it did has none. */
const needed: readonly (readonly [part: keyof ExpectedUsage, prices: readonly PriceKey[], why: string])[] = [
  ["search_units", ["web_searches_kcount", "rerank_searches_kcount", "requests_kcount"], "searches have no price"],
  ["tool_units", [], "tool runs have no price"],
  ["input_tokens", ["input_mtok"], "input has no price"],
  ["output_tokens", ["output_mtok"], "output has no price"],
];

/** The package leaves what has no price out of its sum. Such a sum is no price: nobody said that the part was free. */
function unpricedPart(usage: ExpectedUsage, price: PriceCalculation["model_price"]): string | undefined {
  const missing = needed.find(
    ([part, prices]) => (usage[part] ?? 0) > 0 && prices.every((key) => price[key] === undefined),
  );
  if (missing !== undefined) return missing[2];
  const mayHoldImages = (usage.output_tokens ?? 0) > 0 && usage.outputImages === undefined;
  if (mayHoldImages && price["output_image_mtok"] !== undefined) {
    return "images in the output have another price, and nobody said how many tokens they are";
  }
  return usage.input_tokens === undefined ? "the input is not known" : undefined;
}
