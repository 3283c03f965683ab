import { describe, expect, test } from "vitest";
import { createPriceBook } from "../../src/ledger/create-price-book.ts";
import type { Price, PriceQuery } from "../../src/ledger/price-book.ts";
import type { PriceOverride } from "../../src/ledger/price-overrides.ts";
import { noUsage } from "../../src/ledger/usage.ts";
import type { PriceSchedule, PriceTable, PriceWindow } from "../../src/ports/price-table.ts";

const noon = Date.parse("2026-06-01T12:00:00Z");

function tableOf(windows: readonly PriceWindow[], onFind: () => void = () => {}): PriceTable {
  return {
    source: "table",
    version: "1",
    find(priceId, model): PriceSchedule | undefined {
      onFind();
      return model === "known" ? { provider: priceId ?? "guessed", model, windows } : undefined;
    },
    providerFor: () => undefined,
    modelNames: () => ["known"],
  };
}

const dollarTable = tableOf([{ time: { kind: "always" }, prices: { inputPerMillion: 1 } }]);

function ask(table: PriceTable, query: Partial<PriceQuery> = {}, overrides: readonly PriceOverride[] = []): Price {
  const usage = { ...noUsage, inputTokens: 1_000 };
  return createPriceBook({ table, overrides, overridesVersion: "hash" }).price({
    priceId: "p",
    provider: "mine",
    model: "known",
    usage,
    atMs: noon,
    ...query,
  });
}

const priced = (nanodollars: number, source = "table", version = "1") => ({
  kind: "priced",
  nanodollars,
  source,
  version,
});

describe("the table's prices", () => {
  test("carry their source and version", () => {
    expect(ask(dollarTable)).toEqual(priced(1_000_000));
  });

  test("an unknown model has no price, and the reason names where it was looked for", () => {
    expect(ask(dollarTable, { model: "other", priceId: "groq" })).toEqual({
      kind: "unknown",
      reason: "no price for this model at groq",
    });
  });

  test("a provider that the table does not know has no price, whatever its models are called", () => {
    expect(ask(dollarTable, { priceId: undefined })).toEqual({
      kind: "unknown",
      reason:
        "the price table does not know this provider; name it in the provider's `prices` option, or write its prices down",
    });
  });

  test("a model's name without end is not looked up", () => {
    expect(ask(dollarTable, { model: "x".repeat(257) })).toMatchObject({ kind: "unknown" });
  });

  test("the last window that holds decides", () => {
    const table = tableOf([
      { time: { kind: "always" }, prices: { inputPerMillion: 1 } },
      { time: { kind: "from", atMs: noon }, prices: { inputPerMillion: 2 } },
    ]);
    expect([ask(table, { atMs: noon - 1 }), ask(table)]).toEqual([priced(1_000_000), priced(2_000_000)]);
  });

  test("a daily window holds from its start to before its end, also over midnight", () => {
    const hour = 3_600_000;
    const night = tableOf([
      { time: { kind: "always" }, prices: { inputPerMillion: 2 } },
      { time: { kind: "daily", startMs: 22 * hour, endMs: 2 * hour }, prices: { inputPerMillion: 1 } },
    ]);
    const midnight = Date.parse("2026-06-02T00:00:00Z");
    const cost = (atMs: number): number => {
      const price = ask(night, { atMs });
      return price.kind === "priced" ? price.nanodollars : Number.NaN;
    };
    const hours = [21.999, 22, 24, 25.999, 26].map((hours_) => cost(midnight - 24 * hour + hours_ * hour));
    expect(hours).toEqual([2_000_000, 1_000_000, 1_000_000, 1_000_000, 2_000_000]);
  });

  test("a model is looked up once, and calls thereafter only reckon", () => {
    let finds = 0;
    const table = tableOf([{ time: { kind: "always" }, prices: { inputPerMillion: 1 } }], () => {
      finds += 1;
    });
    const book = createPriceBook({ table, overrides: [], overridesVersion: "hash" });
    const query = { priceId: "p", provider: "p", model: "known", usage: noUsage, atMs: noon };
    for (let call = 0; call < 100; call += 1) book.price({ ...query, model: call % 2 === 0 ? "known" : "unknown" });
    expect(finds).toBe(2);
  });

  test("a table that breaks makes the price unknown and not the call fail", () => {
    const broken = tableOf([], () => {
      throw new Error("no such unit");
    });
    expect(ask(broken)).toEqual({ kind: "unknown", reason: "the price table is broken: no such unit" });
  });

  test("a usage that does not add up is priced and says so", () => {
    const table = tableOf([{ time: { kind: "always" }, prices: { inputPerMillion: 1, cacheReadPerMillion: 1 } }]);
    const usage = { ...noUsage, inputTokens: 1, cacheReadTokens: 2 };
    expect(ask(table, { usage })).toMatchObject({ nanodollars: 2_000, clamped: expect.stringContaining("input") });
  });
});

describe("the operator's own prices", () => {
  const override = (changes: Partial<PriceOverride>): PriceOverride => ({
    provider: "mine",
    model: "known",
    inputPerMillion: 7,
    ...changes,
  });
  const config = (perMillion: number) => priced(perMillion * 1_000_000, "config", "hash");

  test("go before the table's, with the configuration's hash as version", () => {
    expect(ask(dollarTable, {}, [override({})])).toEqual(config(7));
  });

  test("hold for their provider only", () => {
    expect(ask(dollarTable, {}, [override({ provider: "other" })])).toEqual(priced(1_000_000));
  });

  test("give a price to a model that no table knows", () => {
    expect(ask(dollarTable, { model: "llama-4-home" }, [override({ model: "llama*" })])).toEqual(config(7));
  });

  test("names match in any letter case", () => {
    expect(ask(dollarTable, { model: "LLaMA-4" }, [override({ model: "llama*" })])).toEqual(config(7));
  });

  test("begin when they say, and until then the table's price holds", () => {
    const overrides = [override({ from: "2026-06-01" })];
    expect(ask(dollarTable, { atMs: Date.parse("2026-05-31T23:59:59Z") }, overrides)).toEqual(priced(1_000_000));
    expect(ask(dollarTable, {}, overrides)).toEqual(config(7));
  });

  test("of several that match, the latest that has begun decides, then the most exact, then the last", () => {
    const always = [override({ inputPerMillion: 1 }), override({ model: "kn*", inputPerMillion: 2 })];
    expect(ask(dollarTable, {}, always)).toEqual(config(1));
    expect(ask(dollarTable, {}, [...always, override({ inputPerMillion: 3 })])).toEqual(config(3));
    const dated = [...always, override({ model: "*", inputPerMillion: 4, from: "2026-05-01" })];
    expect(ask(dollarTable, {}, dated)).toEqual(config(4));
    expect(ask(dollarTable, {}, [...dated, override({ inputPerMillion: 5, from: "2027-01-01" })])).toEqual(config(4));
  });

  test("replace the whole price: what they do not name has none", () => {
    const usage = { ...noUsage, inputTokens: 1, searchUnits: 1 };
    expect(ask(dollarTable, { usage }, [override({})])).toEqual({ kind: "unknown", reason: "searches have no price" });
  });
});
