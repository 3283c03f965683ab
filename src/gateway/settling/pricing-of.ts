import type { PriceOverride } from "../../ledger/price-overrides.ts";
import type { PriceTable } from "../../ports/price-table.ts";
import type { Snapshot } from "../snapshot.ts";

export interface Pricing {
  readonly table: PriceTable;
  readonly overrides: readonly PriceOverride[];
  readonly overridesVersion: string;
  readonly providers: ReadonlyMap<string, { readonly priceId: string | undefined }>;
  readonly routes: readonly { readonly name: string; readonly provider: string; readonly model: string }[];
}

/** What a configuration in force says about prices, as the verbs of the ledger want it. */
export function pricingOf(
  snapshot: Pick<Snapshot, "hash" | "priceOverrides" | "providers" | "routes">,
  table: PriceTable,
): Pricing {
  return {
    table,
    overrides: snapshot.priceOverrides,
    overridesVersion: snapshot.hash,
    providers: snapshot.providers,
    routes: [...snapshot.routes.values()].map(({ name, content: { target } }) => {
      const slash = target.indexOf("/");
      return { name, provider: target.slice(0, slash), model: target.slice(slash + 1) };
    }),
  };
}
