import { parsePriceData } from "../adapters/genai-prices/parse-price-data.ts";
import { openPriceTable } from "../adapters/genai-prices/price-table.ts";
import { storedPrices } from "../ledger/refresh-prices.ts";
import type { PriceTable } from "../ports/price-table.ts";
import type { SettingStore } from "../ports/store.ts";

/** The published prices: those that `holdfast prices update` stored, else those that came with Holdfast. */
export async function openPrices(settings: Pick<SettingStore, "get">): Promise<PriceTable> {
  const stored = await storedPrices(settings);
  const parsed = stored === undefined ? undefined : parsePriceData(stored.text);
  // What was stored was checked then; should a later version of ours not read it, its own data is the safe choice.
  if (stored === undefined || parsed === undefined || !parsed.ok) return await openPriceTable();
  return await openPriceTable({ providers: parsed.providers, version: stored.version });
}
