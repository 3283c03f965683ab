import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Admin } from "./admin-fixture.ts";
import { openAdmin } from "./admin-fixture.ts";

let admin: Admin;
let key: string;

beforeAll(async () => {
  admin = await openAdmin();
  key = await admin.issue({ scopes: ["admin"] });
});
afterAll(() => admin.close());

describe("GET /api/prices", () => {
  test("without a model shows every route's target, and where prices come from", async () => {
    const { status, body } = await admin.ask("/api/prices", key);
    expect(status).toBe(200);
    expect(body).toMatchObject({ source: "genai-prices", overrides: 1 });
    expect(body["models"]).toBeGreaterThan(100);
    expect(body["prices"]).toMatchObject([
      {
        asked: "support",
        price: { kind: "known", source: "config", prices: { input_per_million: 1, output_per_million: 2 } },
      },
    ]);
  });

  test("knows a route, provider/model, a model of a provider, and a bare model", async () => {
    const source = async (query: string) =>
      (await admin.ask(`/api/prices?${query}`, key)).body["prices"][0].price.source;
    expect(await source("model=support")).toBe("config");
    expect(await source("model=echo/echo-2")).toBe("config");
    expect(await source("model=echo-2&provider=echo")).toBe("config");
    expect(await source("model=gpt-4o")).toBe("genai-prices");
  });

  test("says that a price is not known, and what is near", async () => {
    const { body } = await admin.ask("/api/prices?model=gpt-4oo", key);
    expect(body["prices"][0].price).toMatchObject({ kind: "unknown" });
    expect(body["prices"][0].price.nearest).toContain("gpt-4o");
  });

  test("refuses a provider that is not there, with the nearest", async () => {
    const { status, body } = await admin.ask("/api/prices?model=x&provider=grok", key);
    expect([status, body["error"].code]).toEqual([404, "provider-unknown"]);
    expect(body["error"].message).toContain('"groq"');
  });
});

describe("POST /api/prices/reprice", () => {
  test("first says what would change, then changes it", async () => {
    const { cost_nanodollars: _cost, price_source: _source, price_version: _version, ...unpriced } = admin.call();
    await admin.record([unpriced, admin.call()]);
    const dry = await admin.send("POST", "/api/prices/reprice", key, { dry_run: true, since: "1h" });
    expect(dry.body).toMatchObject({ dry_run: true, seen: 1, changed: 1, difference_nanodollars: 2_000_000 });
    expect((await admin.store.calls.get(unpriced.id))?.cost_nanodollars).toBeUndefined();
    const wet = await admin.send("POST", "/api/prices/reprice", key, { since: "1h" });
    expect(wet.body).toMatchObject({ dry_run: false, changed: 1 });
    expect(await admin.store.calls.get(unpriced.id)).toMatchObject({
      cost_nanodollars: 2_000_000,
      price_source: "config",
    });
  });

  test("refuses what it cannot read", async () => {
    const { status, body } = await admin.send("POST", "/api/prices/reprice", key, { which: "some" });
    expect([status, body["error"].param]).toEqual([400, "which"]);
  });
});

describe("PUT and DELETE /api/prices/data", () => {
  test("refuse what is no price data, and keep the prices in use", async () => {
    const { status, body } = await admin.send("PUT", "/api/prices/data", key, '{"no":"prices"}');
    expect([status, body["error"].code]).toEqual([400, "request-invalid"]);
    expect(body["error"].message).toContain("prices in use stay");
  });

  test("take over price data and forget it again", async () => {
    const model = { id: "m-1", match: { equals: "m-1" }, prices: { input_mtok: 1, output_mtok: 2 } };
    const provider = { id: "acme", name: "Acme", api_pattern: "acme", models: [model] };
    const { status, body } = await admin.send("PUT", "/api/prices/data", key, [provider]);
    expect([status, body["models"], body["before"]]).toEqual([200, 1, null]);
    expect(await admin.store.settings.get("price-data")).toContain(body["version"]);
    expect((await admin.ask("/api/prices/data", key, { method: "DELETE" })).status).toBe(204);
    expect(await admin.store.settings.get("price-data")).toBe("");
  });
});
