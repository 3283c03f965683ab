import type { ConditionalPrice, ModelInfo, ModelPrice } from "@pydantic/genai-prices";
import type { PriceTime, PriceWindow, UnitPrice, UnitPrices } from "../../ports/price-table.ts";

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Which of the package's price keys is which of ours. Keys that are not here (hours, pages, pixels) have no usage to meet. */
const priceKeys = {
  inputPerMillion: "input_mtok",
  cacheReadPerMillion: "cache_read_mtok",
  cacheReadAudioPerMillion: "cache_audio_read_mtok",
  // The package's total of cache writes; ours splits it by lifetime, and only the hour has a price of its own.
  cacheWrite5mPerMillion: "cache_write_mtok",
  cacheWrite1hPerMillion: "cache_write_1h_mtok",
  inputAudioPerMillion: "input_audio_mtok",
  outputPerMillion: "output_mtok",
  reasoningPerMillion: "output_reasoning_mtok",
  outputAudioPerMillion: "output_audio_mtok",
  outputImagePerMillion: "output_image_mtok",
  requestPerThousand: "requests_kcount",
} as const satisfies Partial<Record<keyof UnitPrices, string>>;

/** The package's prices of one model as windows of ours; the last that holds decides, in both. */
export function mapModelPrice(model: ModelInfo): readonly PriceWindow[] {
  if (!Array.isArray(model.prices)) return [{ time: { kind: "always" }, prices: toUnitPrices(model.prices) }];
  return model.prices.map((entry, index) => ({
    // The package falls back to its first entry whatever that one's condition is.
    time: index === 0 ? { kind: "always" } : toTime(entry.constraint),
    prices: toUnitPrices(entry.prices),
  }));
}

function toUnitPrices(prices: ModelPrice): UnitPrices {
  const mapped: Partial<Record<keyof UnitPrices, UnitPrice>> = {};
  for (const [ours, theirs] of Object.entries(priceKeys)) {
    const price = toUnitPrice(prices[theirs]);
    if (price !== undefined && isOurKey(ours)) mapped[ours] = price;
  }
  const search = toUnitPrice(prices["web_searches_kcount"] ?? prices["rerank_searches_kcount"]);
  if (search !== undefined) mapped.searchPerThousand = search;
  return mapped;
}

function isOurKey(key: string): key is keyof typeof priceKeys {
  return Object.hasOwn(priceKeys, key);
}

function toUnitPrice(price: ModelPrice[string]): UnitPrice | undefined {
  if (price === undefined || typeof price === "number") return price;
  const steps = price.tiers.map((tier) => ({ aboveInputTokens: tier.start, price: tier.price }));
  return { base: price.base, steps };
}

function toTime(constraint: ConditionalPrice["constraint"]): PriceTime {
  if (constraint === undefined) return { kind: "always" };
  if (constraint.type === "start_date") return { kind: "from", atMs: Date.parse(`${constraint.start_date}T00:00:00Z`) };
  return { kind: "daily", startMs: timeOfDay(constraint.start_time), endMs: timeOfDay(constraint.end_time) };
}

const timePattern = /^(\d{2}):(\d{2}):(\d{2}(?:\.\d{1,9})?)(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** `16:30:00Z`, `18:30:00+02:00` → milliseconds after midnight, UTC. The package and our schema have checked the form. */
function timeOfDay(text: string): number {
  const [, hours, minutes, seconds, sign, offsetHours, offsetMinutes] = timePattern.exec(text) ?? [];
  const local = Number(hours) * hourMs + Number(minutes) * minuteMs + Number(seconds) * secondMs;
  const offset = sign === undefined ? 0 : Number(offsetHours) * hourMs + Number(offsetMinutes) * minuteMs;
  return (local + (sign === "-" ? offset : -offset) + dayMs) % dayMs;
}
