import { BoundedMemo } from "../lib/bounded-memo.ts";
import type { PriceSchedule, PriceTable, PriceTime } from "../ports/price-table.ts";
import { compileRates } from "./compile-rates.ts";
import { computeCost } from "./compute-cost.ts";
import { holdsAt } from "./holds-at.ts";
import type { Price, PriceBook, PriceQuery } from "./price-book.ts";
import { overrideSchedule, type PriceOverride } from "./price-overrides.ts";
import type { RateBand } from "./rates.ts";

/** Model names come from callers and providers, so what is remembered about them is bounded. */
const rememberedModels = 2_048;
/** No model has a longer name; a longer one is not worth remembering. */
const maxModelLength = 256;

export interface PriceBookParts {
  readonly table: PriceTable;
  readonly overrides: readonly PriceOverride[];
  /** The configuration's hash: the version under which an override's price is recorded. */
  readonly overridesVersion: string;
}

/** What is known of one model: its rates through time, the operator's before the table's. */
interface KnownModel {
  /** The last that holds stands first. */
  readonly entries: readonly KnownWindow[];
  /** Why there is no price, when no entry holds. */
  readonly without: string;
}

interface KnownWindow {
  readonly time: PriceTime;
  readonly bands: readonly RateBand[];
  readonly source: string;
  readonly version: string;
}

/** A price book over a published table and the operator's own prices. Warm, a price costs well under a microsecond. */
export function createPriceBook(parts: PriceBookParts): PriceBook {
  const memo = new BoundedMemo<KnownModel>(rememberedModels);
  return Object.freeze({
    price(query: PriceQuery): Price {
      if (query.model.length > maxModelLength) return { kind: "unknown", reason: "the model's name is too long" };
      const key = `${query.provider}\n${query.priceId ?? ""}\n${query.model}`;
      let known = memo.get(key);
      if (known === undefined) {
        known = lookUp(parts, query);
        memo.set(key, known);
      }
      return priceOf(known, query);
    },
  });
}

/** Never throws: a broken table must not break the call that is being priced. */
function lookUp(parts: PriceBookParts, query: PriceQuery): KnownModel {
  const own = overrideSchedule(parts.overrides, query.provider, query.model);
  const { source, version } = parts.table;
  let without =
    query.priceId === undefined
      ? "the price table does not know this provider; name it in the provider's `prices` option, or write its prices down"
      : `no price for this model at ${query.priceId}`;
  let published: PriceSchedule | undefined;
  try {
    // A model's name alone says nothing: the same weights cost something here, something else there, and nothing at home.
    if (query.priceId !== undefined) published = parts.table.find(query.priceId, query.model);
  } catch (error) {
    without = `the price table is broken: ${error instanceof Error ? error.message : "no reason given"}`;
  }
  const entries = [
    ...knownWindows(published, { source, version }),
    ...knownWindows(own, { source: "config", version: parts.overridesVersion }),
  ].toReversed();
  return { entries, without };
}

function knownWindows(
  schedule: PriceSchedule | undefined,
  origin: { readonly source: string; readonly version: string },
): readonly KnownWindow[] {
  if (schedule === undefined) return [];
  return schedule.windows.map((window) => ({ ...origin, time: window.time, bands: compileRates(window.prices) }));
}

function priceOf(known: KnownModel, query: PriceQuery): Price {
  const entry = known.entries.find((candidate) => holdsAt(candidate.time, query.atMs));
  if (entry === undefined) return { kind: "unknown", reason: known.without };
  const cost = computeCost(query.usage, entry.bands);
  if (cost.kind === "unknown") return cost;
  const { nanodollars, clamped } = cost;
  const { source, version } = entry;
  return clamped === undefined
    ? { kind: "priced", nanodollars, source, version }
    : { kind: "priced", nanodollars, source, version, clamped };
}
