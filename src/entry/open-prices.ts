import { openPriceTable } from "../adapters/genai-prices/price-table.ts";
import { parsePriceData } from "../adapters/genai-prices/parse-price-data.ts";
import { HoldfastError } from "../errors.ts";
import type { RefreshingParts } from "../ledger/refresh-prices.ts";
import { storedPrices } from "../ledger/refresh-prices.ts";
import type { PriceTable } from "../ports/price-table.ts";
import type { SettingStore } from "../ports/store.ts";

export interface OpenedPrices {
  readonly table: PriceTable;
  readonly check: RefreshingParts["check"];
}

/**
 * The price table in use: what `holdfast prices update --from` stored, else what came with Holdfast. Throws
 * `config-invalid` when what is stored cannot be read (a newer Holdfast may have written it).
 */
export async function openPrices(settings: Pick<SettingStore, "get">): Promise<OpenedPrices> {
  const stored = await storedPrices(settings);
  if (stored === undefined) return { table: await openPriceTable(), check: parsePriceData };
  const parsed = parsePriceData(stored.text);
  if (!parsed.ok) {
    throw new HoldfastError("config-invalid", {
      message: `The stored price data ${stored.version} cannot be read. Go back with: holdfast prices update --bundled`,
    });
  }
  return { table: await openPriceTable({ providers: parsed.providers, version: stored.version }), check: parsePriceData };
}
