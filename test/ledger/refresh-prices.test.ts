import { describe, expect, test } from "vitest";
import { parsePriceData } from "../../src/adapters/genai-prices/parse-price-data.ts";
import { openPriceTable } from "../../src/adapters/genai-prices/price-table.ts";
import { forgetRefreshedPrices, refreshPrices, storedPrices } from "../../src/ledger/refresh-prices.ts";

function settingsInMemory() {
  const values = new Map<string, string>();
  return {
    get: async (name: string) => values.get(name),
    set: async (name: string, value: string) => {
      values.set(name, value);
    },
  };
}

const dataWith = (price: number): string =>
  JSON.stringify(
    [
      {
        id: "p",
        name: "P",
        api_pattern: "https://p\\.example",
        models: [{ id: "m", match: { equals: "m" }, prices: { input_mtok: price } }],
      },
    ],
    undefined,
    1,
  );
const now = Date.parse("2026-11-24T12:00:00Z");

describe("newer price data", () => {
  test("is taken over, and its version says when and what", async () => {
    const settings = settingsInMemory();
    const first = await refreshPrices(dataWith(1), { settings, check: parsePriceData }, now);
    expect(first).toEqual({ version: expect.stringMatching(/^2026-11-24-[0-9a-f]{8}$/), models: 1, before: undefined });
    const second = await refreshPrices(dataWith(2), { settings, check: parsePriceData }, now);
    expect(second.before).toBe(first.version);
    expect(second.version).not.toBe(first.version);
    expect(await storedPrices(settings)).toEqual({ version: second.version, text: dataWith(2) });
  });

  test("prices calls from then on", async () => {
    const settings = settingsInMemory();
    await refreshPrices(dataWith(3), { settings, check: parsePriceData }, now);
    const stored = await storedPrices(settings);
    const parsed = parsePriceData(stored?.text ?? "");
    if (!parsed.ok || stored === undefined) return expect.unreachable();
    const table = await openPriceTable({ providers: parsed.providers, version: stored.version });
    expect(table.version).toBe(stored.version);
    expect(table.find("p", "m")?.windows[0]?.prices.inputPerMillion).toBe(3);
  });

  test("that is none is refused, and the prices in use stay", async () => {
    const settings = settingsInMemory();
    const { version } = await refreshPrices(dataWith(1), { settings, check: parsePriceData }, now);
    await expect(refreshPrices("[]", { settings, check: parsePriceData }, now)).rejects.toMatchObject({
      code: "request-invalid",
      message: expect.stringContaining("The prices in use stay."),
    });
    expect((await storedPrices(settings))?.version).toBe(version);
  });

  test("can be given up again", async () => {
    const settings = settingsInMemory();
    await refreshPrices(dataWith(1), { settings, check: parsePriceData }, now);
    await forgetRefreshedPrices(settings);
    expect(await storedPrices(settings)).toBeUndefined();
  });
});
