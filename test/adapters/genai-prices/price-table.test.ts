import { readFileSync } from "node:fs";
import { calcPrice, type Provider, waitForUpdate } from "@pydantic/genai-prices";
import { expect, test } from "vitest";
import { bundledVersion, openPriceTable } from "../../../src/adapters/genai-prices/price-table.ts";
import { createPriceBook } from "../../../src/ledger/create-price-book.ts";
import { noUsage, type Usage } from "../../../src/ledger/usage.ts";

const nanosPerDollar = 1e9;
const tiny: Usage = { ...noUsage, inputTokens: 1, outputTokens: 1 };
const times = [
  "2025-01-01T00:00:00Z",
  "2025-12-02T00:00:00Z",
  "2026-08-20T23:59:59.999Z",
  "2026-11-01T02:30:00Z",
  "2026-11-01T16:29:59Z",
  "2026-11-01T16:30:00Z",
  "2027-01-01T00:00:00Z",
];
const sizes = [
  0, 1, 127_999, 128_000, 128_001, 199_999, 200_000, 200_001, 271_999, 272_000, 272_001, 512_001, 1_048_575,
];

function usageOf(size: number): Usage {
  return {
    ...noUsage,
    inputTokens: size,
    cacheReadTokens: Math.floor(size / 3),
    cacheWrite5mTokens: Math.floor(size / 7),
    cacheWrite1hTokens: Math.floor(size / 11),
    outputTokens: 12_345,
    reasoningTokens: 2_345,
    outputImageTokens: 0,
  };
}

function costByPackage(
  usage: Usage,
  model: string,
  of: { readonly provider: string; readonly at: Date },
): number | undefined {
  const write1h = usage.cacheWrite1hTokens ?? 0;
  const price = calcPrice(
    {
      input_tokens: usage.inputTokens ?? 0,
      cache_read_tokens: usage.cacheReadTokens ?? 0,
      cache_write_tokens: (usage.cacheWrite5mTokens ?? 0) + write1h,
      cache_write_1h_tokens: write1h,
      output_tokens: usage.outputTokens ?? 0,
      output_reasoning_tokens: usage.reasoningTokens ?? 0,
    },
    model,
    { providerId: of.provider, timestamp: of.at },
  );
  return price === null ? undefined : price.total_price * nanosPerDollar;
}

async function bundled(): Promise<readonly Provider[]> {
  await openPriceTable();
  return (await waitForUpdate()) ?? [];
}

const borders = times.flatMap((time) => sizes.map((size) => ({ at: new Date(time), usage: usageOf(size) })));

test("every model of the table costs what the package says, at every border of size and time", async () => {
  const book = createPriceBook({ table: await openPriceTable(), overrides: [], overridesVersion: "none" });
  const models = (await bundled()).flatMap((provider) =>
    provider.models.map(({ id }) => ({ id, provider: provider.id })),
  );
  const differences: string[] = [];
  let compared = 0;
  for (const { id, provider } of models) {
    for (const { at, usage } of borders) {
      const ours = book.price({ priceId: provider, provider: "p", model: id, usage, atMs: at.getTime() });
      if (ours.kind === "unknown") continue;
      compared += 1;
      const theirs = costByPackage(usage, id, { provider, at });
      if (theirs === undefined || Math.abs(ours.nanodollars - theirs) > 1) {
        differences.push(`${provider}/${id} ${at.toISOString()}: ${ours.nanodollars}, the package says ${theirs}`);
      }
    }
  }
  expect(differences.slice(0, 10)).toEqual([]);
  expect(compared).toBeGreaterThan(100_000);
}, 120_000);

test("only models that the table does not price by text tokens have no price", async () => {
  const book = createPriceBook({ table: await openPriceTable(), overrides: [], overridesVersion: "none" });
  const reasons = new Set<string>();
  for (const provider of await bundled()) {
    for (const { id } of provider.models) {
      const price = book.price({ priceId: provider.id, provider: "p", model: id, usage: tiny, atMs: Date.now() });
      // A few models' own ids are not among the names that they answer to.
      if (price.kind === "unknown" && !price.reason.startsWith("no price for this model at")) reasons.add(price.reason);
    }
  }
  expect([...reasons].toSorted()).toEqual([
    "images in the output have their own price, and the usage does not say how many tokens they are",
    "input tokens have no price",
    "output tokens have no price",
  ]);
});

test("the version is that of the installed package", () => {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL("../../../node_modules/@pydantic/genai-prices/package.json", import.meta.url), "utf8"),
  );
  expect(manifest).toMatchObject({ version: bundledVersion });
});

test("a provider is found by its base URL", async () => {
  const table = await openPriceTable();
  expect(table.providerFor("https://api.groq.com/openai/v1")).toBe("groq");
  expect(table.providerFor("https://openrouter.ai/api/v1")).toBe("openrouter");
  expect(table.providerFor("http://127.0.0.1:11434/v1")).toBeUndefined();
});

test("a model without a provider is found by its name", async () => {
  const table = await openPriceTable();
  expect(table.find(undefined, "claude-sonnet-4-5")?.provider).toBe("anthropic");
  expect(table.find(undefined, "my-own-model")).toBeUndefined();
});

const newer: readonly Provider[] = [
  {
    id: "openai",
    name: "OpenAI",
    api_pattern: "https://api\\.openai\\.com",
    models: [{ id: "gpt-4o", match: { equals: "gpt-4o" }, prices: { input_mtok: 1_000, output_mtok: 2_000 } }],
  },
];

test("two tables in one process each keep their own prices", async () => {
  const first = await openPriceTable();
  const second = await openPriceTable({ providers: newer, version: "newer" });
  const ask = (table: typeof first) => table.find("openai", "gpt-4o")?.windows[0]?.prices.inputPerMillion;
  expect([ask(second), ask(first), ask(second), ask(first)]).toEqual([1_000, 2.5, 1_000, 2.5]);
  expect(second.version).toBe("newer");
  expect(second.find("openai", "gpt-4o-mini")).toBeUndefined();
  expect(first.find("openai", "gpt-4o-mini")).toBeDefined();
});
