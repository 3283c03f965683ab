import { z } from "zod";
import { isoTime } from "../lib/iso-time.ts";
import type { PriceTime, UnitPrice, UnitPrices } from "../ports/price-table.ts";
import type { PriceDescription } from "./describe-price.ts";
import type { Refreshed } from "./refresh-prices.ts";
import type { RepriceCounts } from "./reprice-calls.ts";

const unitPriceSchema = z.union([
  z.number(),
  z.object({
    base: z.number(),
    steps: z.array(z.object({ above_input_tokens: z.number(), price: z.number() })),
  }),
]);

const pricesSchema = z
  .record(z.string(), unitPriceSchema)
  .describe("US dollars by unit: `input_per_million`, `output_per_million`, `search_per_thousand` …");

const knownPriceSchema = z.object({
  kind: z.literal("known"),
  source: z.string().describe("`config` or the published table."),
  version: z.string(),
  provider: z.string(),
  model: z.string(),
  prices: pricesSchema.describe("As they hold now."),
  windows: z.array(z.object({ holds: z.string(), prices: pricesSchema })).describe("All prices through time."),
});
const unknownPriceSchema = z.object({ kind: z.literal("unknown"), nearest: z.array(z.string()) });

/** What one model costs, or that nobody knows. */
export const modelPriceSchema = z.object({
  asked: z.string(),
  price: z.discriminatedUnion("kind", [knownPriceSchema, unknownPriceSchema]),
});
export type ModelPriceView = Readonly<z.output<typeof modelPriceSchema>>;

/** The prices in use: their origin, and those of what was asked for. */
export const pricesViewSchema = z
  .object({
    source: z.string(),
    version: z.string(),
    models: z.int().describe("Models in the published table."),
    overrides: z.int().describe("Prices written in the configuration."),
    prices: z.array(modelPriceSchema).describe("The model that was asked for; without one: every route's target."),
  })
  .meta({ id: "Prices" });
export type PricesView = Readonly<z.output<typeof pricesViewSchema>>;

export const repriceViewSchema = z
  .object({
    dry_run: z.boolean(),
    seen: z.int(),
    changed: z.int().describe("Rows written, or that would be."),
    unchanged: z.int(),
    still_unknown: z.int().describe("Calls that have no price now either."),
    without_usage: z.int().describe("Calls whose usage nobody knows."),
    difference_nanodollars: z.int(),
  })
  .meta({ id: "Repricing" });
export type RepriceView = Readonly<z.output<typeof repriceViewSchema>>;

export const refreshViewSchema = z
  .object({
    version: z.string(),
    models: z.int(),
    before: z
      .string()
      .nullable()
      .describe("The version that was stored before; null: the one that came with Holdfast."),
  })
  .meta({ id: "RefreshedPrices" });
export type RefreshView = Readonly<z.output<typeof refreshViewSchema>>;

export function viewPrice(asked: string, description: PriceDescription): ModelPriceView {
  if (description.kind === "unknown") return { asked, price: { kind: "unknown", nearest: [...description.nearest] } };
  const { source, version, provider, model, prices, windows } = description;
  return {
    asked,
    price: {
      kind: "known",
      source,
      version,
      provider,
      model,
      prices: viewUnitPrices(prices),
      windows: windows.map((window) => ({ holds: timeText(window.time), prices: viewUnitPrices(window.prices) })),
    },
  };
}

export function viewRepricing(counts: RepriceCounts, dryRun: boolean): RepriceView {
  return {
    dry_run: dryRun,
    seen: counts.seen,
    changed: counts.changed,
    unchanged: counts.unchanged,
    still_unknown: counts.stillUnknown,
    without_usage: counts.withoutUsage,
    difference_nanodollars: counts.differenceNanodollars,
  };
}

export function viewRefresh(refreshed: Refreshed): RefreshView {
  return { version: refreshed.version, models: refreshed.models, before: refreshed.before ?? null };
}

type UnitPriceView = z.output<typeof unitPriceSchema>;

function viewUnitPrices(prices: UnitPrices): Record<string, UnitPriceView> {
  const view: Record<string, UnitPriceView> = {};
  for (const [name, price] of Object.entries<UnitPrice | undefined>({ ...prices })) {
    if (price !== undefined) view[snakeCase(name)] = viewUnitPrice(price);
  }
  return view;
}

function viewUnitPrice(price: UnitPrice): UnitPriceView {
  if (typeof price === "number") return price;
  return {
    base: price.base,
    steps: price.steps.map((step) => ({ above_input_tokens: step.aboveInputTokens, price: step.price })),
  };
}

/** `cacheWrite5mPerMillion` becomes `cache_write_5m_per_million`, as the ledger's columns are written. */
function snakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=\d)|(?=[A-Z])/g, "_").toLowerCase();
}

const minuteMs = 60_000;

function timeText(time: PriceTime): string {
  switch (time.kind) {
    case "always":
      return "always";
    case "from":
      return `from ${isoTime(time.atMs)}`;
    case "daily":
      return `daily ${clockText(time.startMs)}-${clockText(time.endMs)} UTC`;
  }
}

function clockText(atMs: number): string {
  const minutes = Math.floor(atMs / minuteMs);
  const two = (count: number) => String(count).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
