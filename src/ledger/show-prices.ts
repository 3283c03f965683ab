import { z } from "zod";
import { HoldfastError } from "../errors.ts";
import { nearestNames } from "../lib/nearest-names.ts";
import type { Clock } from "../ports/clock.ts";
import type { PriceTable } from "../ports/price-table.ts";
import { describePrice } from "./describe-price.ts";
import type { PriceOverride } from "./price-overrides.ts";
import type { ModelPriceView, PricesView } from "./price-view.ts";
import { viewPrice } from "./price-view.ts";

const name = z.string().min(1).max(256);

export const priceQuerySchema = z.strictObject({
  model: name.optional().describe("A model, `provider/model`, or a route's name; absent: every route's target."),
  provider: name.optional().describe("One of the gateway's providers, whose own prices are then looked up."),
});

export type PriceQuestionQuery = Readonly<z.output<typeof priceQuerySchema>>;

/** Where a gateway's prices come from and what it is that they are asked for. */
export interface PricingParts {
  readonly table: PriceTable;
  readonly overrides: readonly PriceOverride[];
  readonly overridesVersion: string;
  /** The gateway's providers, and the price book's id of each. */
  readonly providers: ReadonlyMap<string, { readonly priceId: string | undefined }>;
  readonly routes: readonly { readonly name: string; readonly provider: string; readonly model: string }[];
  readonly clock: Pick<Clock, "now">;
}

/** What a model costs, or what every route's target does. Refuses with `provider-unknown`. */
export function showPrices(query: PriceQuestionQuery, parts: PricingParts): PricesView {
  const { table, overrides } = parts;
  const prices =
    query.model === undefined
      ? parts.routes.map((route) => priceOf(route.name, route, parts))
      : [priceOf(query.model, locate(query.model, query.provider, parts), parts)];
  return {
    source: table.source,
    version: table.version,
    models: table.modelNames(undefined).length,
    overrides: overrides.length,
    prices,
  };
}

interface Located {
  readonly provider: string | undefined;
  readonly model: string;
}

/** A route's name goes before a provider's, as it does for calls. */
function locate(asked: string, provider: string | undefined, parts: PricingParts): Located {
  if (provider !== undefined) {
    if (!parts.providers.has(provider)) refuseProvider(provider, parts);
    return { provider, model: asked };
  }
  const route = parts.routes.find((candidate) => candidate.name === asked);
  if (route !== undefined) return route;
  const slash = asked.indexOf("/");
  const prefix = asked.slice(0, Math.max(0, slash));
  return parts.providers.has(prefix) ? { provider: prefix, model: asked.slice(slash + 1) } : { provider, model: asked };
}

function priceOf(asked: string, { provider, model }: Located, parts: PricingParts): ModelPriceView {
  const priceId = provider === undefined ? undefined : parts.providers.get(provider)?.priceId;
  return viewPrice(asked, describePrice({ model, provider, priceId, atMs: parts.clock.now() }, parts));
}

function refuseProvider(provider: string, parts: PricingParts): never {
  const known = [...parts.providers.keys()];
  const [near] = nearestNames(provider, known, 1);
  const hint = near === undefined ? `There are ${known.join(", ")}.` : `Did you mean "${near}"?`;
  throw new HoldfastError("provider-unknown", { message: hint, param: "provider" });
}
