import { describe, expect, test } from "vitest";
import type { CountRequest } from "../../src/ledger/call-record.ts";
import { type CountingParts, finishCount } from "../../src/ledger/finish-count.ts";
import { buildCall } from "../support/call-builder.ts";

/** Counts letters; has prices for every model but "unpriced": a dollar a million from 2026 on, two before. */
function partsWith(
  source: "counted" | "estimated",
): CountingParts & { readonly texts: string[]; readonly asked: unknown[] } {
  const texts: string[] = [];
  const asked: unknown[] = [];
  return {
    texts,
    asked,
    tokenizer: {
      count(text) {
        texts.push(text);
        return { tokens: text.length, source };
      },
    },
    table: {
      source: "table",
      version: "1",
      find(priceId, model) {
        asked.push([priceId, model]);
        if (model === "unpriced") return undefined;
        const dollars = (price: number) => ({ inputPerMillion: price, outputPerMillion: price });
        const windows = [
          { time: { kind: "always" as const }, prices: dollars(2) },
          { time: { kind: "from" as const, atMs: Date.parse("2026-01-01") }, prices: dollars(1) },
        ];
        return { provider: priceId ?? "guessed", model, windows };
      },
      providerFor: () => undefined,
      modelNames: () => [],
    },
  };
}

function countOf(changes: Partial<CountRequest>): CountRequest {
  return { model: "m", priceId: "openai", overrides: [], input: undefined, output: undefined, ...changes };
}

const call = buildCall({ provider: "openai", usage_source: "none", started_at: "2026-11-24T12:00:00.000Z" });

describe("a call whose provider said nothing", () => {
  test("is counted, and priced by what was counted at the time it was made", () => {
    const parts = partsWith("counted");
    const finished = finishCount({ call, count: countOf({ input: "1234", output: "12" }) }, parts);
    expect(finished).toEqual({
      ...call,
      input_tokens: 4,
      output_tokens: 2,
      usage_source: "counted",
      cost_nanodollars: 6_000,
      price_source: "table",
      price_version: "1",
    });
    expect(parts.asked).toEqual([["openai", "m"]]);
    const before = { ...call, started_at: "2025-12-31T23:59:59.999Z" };
    expect(finishCount({ call: before, count: countOf({ input: "1234", output: "12" }) }, parts).cost_nanodollars).toBe(
      12_000,
    );
  });

  test("is counted on the text that the JSON fragments stand for", () => {
    const parts = partsWith("counted");
    finishCount({ call, count: countOf({ input: 'a\\n\\"b\\" \\u00e9', output: "cut off \\u00" }) }, parts);
    expect(parts.texts).toEqual(['a\n"b" é', "cut off "]);
  });

  test("is estimated as a whole when any of it was", () => {
    expect(finishCount({ call, count: countOf({ input: "1", output: "1" }) }, partsWith("estimated"))).toMatchObject({
      usage_source: "estimated",
    });
  });
});

describe("a call whose provider said half of it", () => {
  test("keeps what was said and counts the rest", () => {
    const half = { ...call, input_tokens: 77, answering_model: "m-2026" };
    const parts = partsWith("counted");
    const finished = finishCount({ call: half, count: countOf({ output: "123" }) }, parts);
    expect(finished).toMatchObject({
      input_tokens: 77,
      output_tokens: 3,
      usage_source: "counted",
      cost_nanodollars: 80_000,
    });
    expect(parts.asked).toEqual([["openai", "m-2026"]]);
  });

  test("never shrinks below what the provider had said before its stream was cut", () => {
    const said = { ...call, input_tokens: 1, output_tokens: 50 };
    expect(finishCount({ call: said, count: countOf({ output: "123" }) }, partsWith("counted"))).toMatchObject({
      output_tokens: 50,
    });
  });

  test("loses a price that was made without the rest when there is no price for the whole", () => {
    const priced = { ...call, cost_nanodollars: 1, price_source: "s", price_version: "v" };
    const finished = finishCount(
      { call: priced, count: countOf({ model: "unpriced", input: "1", output: "1" }) },
      partsWith("counted"),
    );
    expect(finished).not.toHaveProperty("cost_nanodollars");
    expect(finished).not.toHaveProperty("price_source");
  });
});

test("the operator's own price goes before the table's, with the hash of the configuration as its version", () => {
  const overrides = [{ provider: "openai", model: "m", inputPerMillion: 7, outputPerMillion: 7 }];
  const finished = finishCount({ call, count: countOf({ overrides, input: "1", output: "1" }) }, partsWith("counted"));
  expect(finished).toMatchObject({ cost_nanodollars: 14_000, price_source: "config", price_version: call.config_hash });
});

test("a call with nothing to count stays as it is", () => {
  expect(finishCount({ call }, partsWith("counted"))).toBe(call);
  expect(finishCount({ call, count: countOf({}) }, partsWith("counted"))).toBe(call);
});
