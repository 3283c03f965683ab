import { calcPrice, findProvider, type Provider, updatePrices, waitForUpdate } from "@pydantic/genai-prices";
import type { PriceSchedule, PriceTable } from "../../ports/price-table.ts";
import { mapModelPrice } from "./map-model-price.ts";

/** The installed package's version, written here because its manifest is not among its exports; a test compares them. */
export const bundledVersion = "0.1.8";
const source = "genai-prices";

/** Asking for a price of nothing finds the model and its prices. */
const noUsage = Object.freeze({});

/** Price data in the package's own form, and the version to record with prices that come from it. */
export interface PriceData {
  readonly providers: readonly Provider[];
  readonly version: string;
}

/** The package holds its data for the whole process; these two say which it holds now. */
let bundled: readonly Provider[] | undefined;
let active: readonly Provider[] | undefined;

/**
 * The published prices of `@pydantic/genai-prices`: those it was installed with, or newer `data` in the same form.
 * Several tables may live in one process; each look-up first makes the package hold the table's own data.
 */
export async function openPriceTable(data?: PriceData): Promise<PriceTable> {
  bundled ??= (await waitForUpdate()) ?? [];
  active ??= bundled;
  const providers = data?.providers ?? bundled;
  return Object.freeze({
    source,
    version: data?.version ?? bundledVersion,
    find: (priceId: string | undefined, model: string) => find(providers, priceId, model),
    providerFor(baseUrl: string): string | undefined {
      hold(providers);
      return findProvider({ providerApiUrl: baseUrl })?.id;
    },
    modelNames: (priceId: string | undefined) =>
      providers
        .filter((provider) => priceId === undefined || provider.id === priceId)
        .flatMap((provider) => provider.models.map((model) => model.id)),
  });
}

function find(providers: readonly Provider[], priceId: string | undefined, model: string): PriceSchedule | undefined {
  hold(providers);
  const found = calcPrice(noUsage, model, priceId === undefined ? {} : { providerId: priceId });
  if (found === null) return undefined;
  return { provider: found.provider.id, model: found.model.id, windows: mapModelPrice(found.model) };
}

function hold(providers: readonly Provider[]): void {
  if (active === providers) return;
  updatePrices(({ setProviderData }) => setProviderData([...providers]));
  active = providers;
}
