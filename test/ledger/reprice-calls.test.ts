import { describe, expect, test } from "vitest";
import type { CallRecord } from "../../src/ledger/call-record.ts";
import type { PriceQuery } from "../../src/ledger/price-book.ts";
import { repriceCalls, type RepriceRequest } from "../../src/ledger/reprice-calls.ts";
import type { CallFilter, Reprice } from "../../src/ports/store.ts";
import { buildCall } from "../support/call-builder.ts";

/** A ledger in memory that hands out pages of two. */
function ledgerOf(calls: readonly CallRecord[]) {
  const written: Reprice[] = [];
  const filters: CallFilter[] = [];
  const asked: PriceQuery[] = [];
  return {
    written,
    filters,
    asked,
    parts: {
      calls: {
        async list(filter: CallFilter, _limit: number, after?: { readonly id: string }) {
          filters.push(filter);
          const from = after === undefined ? 0 : calls.findIndex((call) => call.id === after.id) + 1;
          const page = calls.slice(from, from + 2);
          const last = page.at(-1);
          const isMore = from + 2 < calls.length;
          return {
            calls: page,
            next: isMore && last !== undefined ? { startedAt: last.started_at, id: last.id } : undefined,
          };
        },
        async reprice(prices: readonly Reprice[]) {
          written.push(...prices);
        },
      },
      prices: {
        price(query: PriceQuery) {
          asked.push(query);
          return query.model === "unpriced"
            ? ({ kind: "unknown", reason: "none" } as const)
            : ({ kind: "priced", nanodollars: 100, source: "s", version: "2" } as const);
        },
      },
      priceIdOf: (provider: string) => `${provider}-prices`,
    },
  };
}

const base = { provider: "openai", target: "openai/gpt-x", input_tokens: 5, output_tokens: 1 };
const calls = [
  buildCall({ ...base, id: "1" }),
  buildCall({ ...base, id: "2", cost_nanodollars: 60, price_source: "s", price_version: "1" }),
  buildCall({ ...base, id: "3", cost_nanodollars: 100, price_source: "s", price_version: "1" }),
  buildCall({ ...base, id: "4", target: "openai/unpriced" }),
  buildCall({ ...base, id: "5", cost_nanodollars: 1, price_source: "provider", price_version: "1" }),
  buildCall({ id: "6", usage_source: "none" }),
  buildCall({ ...base, id: "7", usage_source: "none" }),
];
const all: RepriceRequest = { filter: { since: "2026-01-01" }, which: "all", dryRun: false };

describe("re-pricing", () => {
  test("writes what changed, page by page, and counts the rest", async () => {
    const ledger = ledgerOf(calls);
    expect(await repriceCalls(all, ledger.parts)).toEqual({
      seen: 5,
      changed: 2,
      unchanged: 1,
      stillUnknown: 1,
      withoutUsage: 1,
      differenceNanodollars: 140,
    });
    expect(ledger.written.map((change) => change.id)).toEqual(["1", "2"]);
    expect(ledger.written[0]).toEqual({
      id: "1",
      startedAt: calls[0]?.started_at,
      costNanodollars: 100,
      priceSource: "s",
      priceVersion: "2",
    });
    expect(ledger.filters).toEqual(Array.from({ length: 4 }, () => ({ since: "2026-01-01" })));
  });

  test("of unknown prices only leaves the known ones alone", async () => {
    const ledger = ledgerOf(calls);
    expect(await repriceCalls({ ...all, which: "unknown" }, ledger.parts)).toMatchObject({
      changed: 1,
      stillUnknown: 1,
    });
    expect(ledger.written.map((change) => change.id)).toEqual(["1"]);
  });

  test("dry writes nothing and counts the same", async () => {
    const wet = await repriceCalls(all, ledgerOf(calls).parts);
    const ledger = ledgerOf(calls);
    expect(await repriceCalls({ ...all, dryRun: true }, ledger.parts)).toEqual(wet);
    expect(ledger.written).toEqual([]);
  });

  test("falls back to the model that was asked for when the one that answered has no price, as a new call does", async () => {
    const ledger = ledgerOf([buildCall({ ...base, id: "1", answering_model: "unpriced" })]);
    expect(await repriceCalls(all, ledger.parts)).toMatchObject({ changed: 1, stillUnknown: 0 });
  });

  test("asks for the model that answered, else the one that was asked, at the time of the call", async () => {
    const ledger = ledgerOf([
      buildCall({ ...base, id: "1", answering_model: "gpt-x-2026", started_at: "2026-03-01T00:00:00.000Z" }),
      buildCall({ ...base, id: "2", requested_model: "support" }),
    ]);
    await repriceCalls(all, ledger.parts);
    expect(ledger.asked.map((query) => [query.model, query.priceId])).toEqual([
      ["gpt-x-2026", "openai-prices"],
      ["gpt-x", "openai-prices"],
    ]);
    expect(ledger.asked[0]).toMatchObject({
      atMs: Date.parse("2026-03-01"),
      usage: { inputTokens: 5, outputTokens: 1 },
    });
  });
});
