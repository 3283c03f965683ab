import { nearestNames } from "../lib/nearest-names.ts";
import type { PriceTable, PriceWindow, UnitPrices } from "../ports/price-table.ts";
import { holdsAt } from "./holds-at.ts";
import { overrideSchedule, type PriceOverride } from "./price-overrides.ts";

const maxSuggestions = 5;

export interface PriceQuestion {
  readonly model: string;
  /** The gateway's own provider id; undefined: none in particular, so no override matches. */
  readonly provider: string | undefined;
  /** The price book's provider id; undefined: guessed by the model's name. */
  readonly priceId: string | undefined;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

export interface DescribingParts {
  readonly table: PriceTable;
  readonly overrides: readonly PriceOverride[];
  /** The configuration's hash. */
  readonly overridesVersion: string;
}

export type PriceDescription =
  | {
      readonly kind: "known";
      readonly source: string;
      readonly version: string;
      /** The names under which the price was found. */
      readonly provider: string;
      readonly model: string;
      /** Dollars, as they hold at the time that was asked for. */
      readonly prices: UnitPrices;
      /** All prices through time, when there is more than one. */
      readonly windows: readonly PriceWindow[];
    }
  | { readonly kind: "unknown"; readonly nearest: readonly string[] };

/** What a model costs and where that is written, or the nearest names of models that have a price. */
export function describePrice(question: PriceQuestion, parts: DescribingParts): PriceDescription {
  const { table } = parts;
  const own =
    question.provider === undefined ? undefined : overrideSchedule(parts.overrides, question.provider, question.model);
  const published = table.find(question.priceId, question.model);
  const origins = [
    { schedule: own, source: "config", version: parts.overridesVersion },
    { schedule: published, source: table.source, version: table.version },
  ];
  for (const { schedule, source, version } of origins) {
    const window = schedule?.windows.findLast((candidate) => holdsAt(candidate.time, question.atMs));
    if (schedule === undefined || window === undefined) continue;
    const { provider, model, windows } = schedule;
    return { kind: "known", source, version, provider, model, prices: window.prices, windows };
  }
  return { kind: "unknown", nearest: suggestions(question, table) };
}

function suggestions(question: PriceQuestion, table: PriceTable): readonly string[] {
  return nearestNames(question.model, table.modelNames(question.priceId), maxSuggestions);
}
