import { expect, test } from "vitest";
import { openPriceTable } from "../../src/adapters/genai-prices/price-table.ts";
import { describePrice } from "../../src/ledger/describe-price.ts";
import type { PriceOverride } from "../../src/ledger/price-overrides.ts";

const overrides: readonly PriceOverride[] = [
  { provider: "home", model: "llama*", inputPerMillion: 0.5, outputPerMillion: 1 },
];

async function ask(model: string, changes: { readonly provider?: string; readonly priceId?: string } = {}) {
  const { provider, priceId } = changes;
  const parts = { table: await openPriceTable(), overrides, overridesVersion: "hash" };
  return describePrice({ model, provider, priceId, atMs: Date.parse("2026-11-01T02:00:00Z") }, parts);
}

test("a published price is shown with its source, its version and the name it was found under", async () => {
  expect(await ask("gpt-4o-mini-2024-07-18", { priceId: "openai" })).toMatchObject({
    kind: "known",
    source: "genai-prices",
    version: "0.1.8",
    provider: "openai",
    model: "gpt-4o-mini",
    prices: { inputPerMillion: 0.15, cacheReadPerMillion: 0.075, outputPerMillion: 0.6 },
  });
});

test("a price that changes with the time of day is shown as it is now, and with all its windows", async () => {
  const shown = await ask("deepseek-v4-pro", { priceId: "deepseek" });
  expect(shown).toMatchObject({ kind: "known", prices: { inputPerMillion: 1.32 } });
  expect(shown.kind === "known" ? shown.windows.length : 0).toBe(4);
});

test("the operator's own price goes first, for its provider", async () => {
  expect(await ask("llama-9", { provider: "home" })).toMatchObject({
    kind: "known",
    source: "config",
    version: "hash",
    prices: { inputPerMillion: 0.5 },
  });
  expect(await ask("llama-9", { provider: "elsewhere" })).toMatchObject({ kind: "unknown" });
});

test("a mistyped name gets the nearest ones", async () => {
  expect(await ask("gpt-5-mni", { priceId: "openai" })).toMatchObject({
    kind: "unknown",
    nearest: expect.arrayContaining(["gpt-5-mini"]),
  });
});
