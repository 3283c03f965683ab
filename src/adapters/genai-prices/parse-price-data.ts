import { calcPrice, type Provider } from "@pydantic/genai-prices";
import { parseJson } from "../../lib/parse-json.ts";
import { priceDataSchema } from "./price-data-schema.ts";

/** The largest price file that is read; today's has half a MiB. */
export const maxPriceDataBytes = 8 * 1024 * 1024;
const maxProblems = 10;

export type ParsedPriceData =
  | { readonly ok: true; readonly providers: readonly Provider[]; readonly models: number }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads price data in the format of genai-prices (`data.json`, version 2) and tries every model's prices once. */
export function parsePriceData(text: string): ParsedPriceData {
  const parsed = parseJson(text, { maxBytes: maxPriceDataBytes });
  if (!parsed.ok) return { ok: false, problems: [`the file ${parsed.reason}`] };
  const checked = priceDataSchema.safeParse(parsed.value);
  if (!checked.success) {
    const problems = checked.error.issues
      .slice(0, maxProblems)
      .map((issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`);
    return { ok: false, problems };
  }
  const providers = asProviders(parsed.value);
  const broken = providers.flatMap(brokenModels).slice(0, maxProblems);
  if (broken.length > 0) return { ok: false, problems: broken };
  return { ok: true, providers, models: providers.reduce((sum, provider) => sum + provider.models.length, 0) };
}

/** The schema has checked every field that the package reads; it is the value itself, with the fields it does not. */
function asProviders(value: unknown): readonly Provider[] {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- priceDataSchema guarantees it
  return value as readonly Provider[];
}

/** Prices can be well-formed and still make no sense together (a part's price without its whole's). */
function brokenModels(provider: Provider): readonly string[] {
  return provider.models.flatMap((model) => {
    try {
      const entries = Array.isArray(model.prices) ? model.prices.map((entry) => entry.prices) : [model.prices];
      for (const prices of entries) {
        calcPrice({}, "m", { provider: { ...provider, models: [{ id: "m", match: { equals: "m" }, prices }] } });
      }
      return [];
    } catch (error) {
      return [`${provider.id}/${model.id}: ${error instanceof Error ? error.message : "cannot be priced"}`];
    }
  });
}
