import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CallRecord } from "../../src/ledger/call-record.ts";
import type { Admin } from "./admin-fixture.ts";
import { makeCall, openAdmin } from "./admin-fixture.ts";

let admin: Admin;
let adminKey: string;
let shopKey: string;
let calls: readonly CallRecord[];

beforeAll(async () => {
  admin = await openAdmin();
  adminKey = await admin.issue({ scopes: ["admin"] });
  shopKey = await admin.issue({ project: "shop", scopes: ["ledger:read"] });
  const {
    cost_nanodollars: _cost,
    price_source: _source,
    price_version: _version,
    ...unpriced
  } = admin.call({}, 1_000);
  calls = [
    unpriced,
    admin.call({ project: "shop", status: 429, outcome: "declined", latency_ms: 5_000 }, 2_000),
    admin.call({ project: "shop", tags: { team: "support", env: "prod" }, end_user: "u1", session: "s1" }, 3_000),
    admin.call({ route: "search", cost_nanodollars: 50_000_000, answering_model: "echo-large-2" }, 2 * 3_600_000),
    admin.call({ outcome: "refused", status: 404, error_code: "model-unknown", provider: "groq" }, 26 * 3_600_000),
  ];
  const shop = calls[1];
  await admin.record(calls, [
    { id: shop?.id ?? "", started_at: shop?.started_at ?? "", request: '{"a":1}', request_encoding: "utf8" },
  ]);
});
afterAll(() => admin.close());

const positions = async (query: string, key = adminKey): Promise<readonly number[]> => {
  const { body } = await admin.ask(`/api/calls?${query}`, key);
  return body["calls"].map(({ id }: { id: string }) => calls.findIndex((call) => call.id === id));
};

describe("GET /api/calls", () => {
  test.each([
    ["", [0, 1, 2, 3, 4]],
    ["project=shop", [1, 2]],
    ["route=search", [3]],
    ["model=echo-large*", [3]],
    ["provider=groq", [4]],
    ["status=4xx", [1, 4]],
    ["status=429", [1]],
    ["outcome=refused", [4]],
    ["error_code=model-unknown", [4]],
    ["tag=team%3Dsupport", [2]],
    ["tag=team%3Dsupport&tag=env%3Dprod", [2]],
    ["tag=team%3Dsupport&tag=env%3Dtest", []],
    ["user=u1&session=s1", [2]],
    ["min_cost=0.05", [3]],
    ["min_cost=0.050000001", []],
    ["min_latency=5000", [1]],
    ["since=1h", [0, 1, 2]],
    ["until=1h", [3, 4]],
    ["since=1d&until=1h", [3]],
    ["limit=2", [0, 1]],
  ])("with ?%s finds what matches, newest first", async (query, expected) => {
    expect(await positions(query)).toEqual(expected);
  });

  test("shows a price that is not known as null, never as 0", async () => {
    const { body } = await admin.ask("/api/calls?limit=1", adminKey);
    expect(body["calls"][0].cost_nanodollars).toBeNull();
    expect(body["calls"][0]).not.toHaveProperty("price_source");
  });

  test("leads through all pages by its cursor, every call once", async () => {
    const seen: string[] = [];
    let after: string | null = "";
    for (let pages = 0; pages < 10 && after !== null; pages += 1) {
      const { body } = await admin.ask(`/api/calls?limit=2${after === "" ? "" : `&after=${after}`}`, adminKey);
      seen.push(...body["calls"].map(({ id }: { id: string }) => id));
      after = body["next"];
    }
    expect(seen).toEqual(calls.map(({ id }) => id));
  });

  test.each([
    "x",
    "%",
    "bH4",
    "a".repeat(40_000),
    btoa("l~2026-01-01T00:00:00.000Z~018f0000-0000-7000-8000-00000000000'").replaceAll("=", ""),
    btoa("l~2026-99-01T00:00:00.000Z~018f0000-0000-7000-8000-000000000000").replaceAll("=", ""),
    btoa("t~2026-01-01T00:00:00.000Z~7:7:").replaceAll("=", ""),
  ])("refuses a cursor that it did not give: %.30s", async (after) => {
    const { status, body } = await admin.ask(`/api/calls?after=${encodeURIComponent(after)}`, adminKey);
    expect([status, body["error"].code, body["error"].param]).toEqual([400, "request-invalid", "after"]);
  });

  test.each([
    ["limit=0", "limit"],
    ["limit=1001", "limit"],
    ["limit=1.5", "limit"],
    ["limit=many", "limit"],
    ["limit=", "limit"],
    ["status=999", "status"],
    ["status=4x", "status"],
    ["outcome=fine", "outcome"],
    ["tag=team", "tag"],
    ["tag=a%3D1&tag=a%3D2", "tag"],
    ["min_cost=cheap", "min_cost"],
    ["min_cost=-1", "min_cost"],
    ["min_latency=-1", "min_latency"],
    ["since=yesterday", "since"],
    ["until=1", "until"],
    ["model=", "model"],
    ["user=a%00b", "user"],
    ["user=" + "u".repeat(300), "user"],
    ["route=a&route=b", "route"],
    ["rout=a", "rout"],
  ])("refuses ?%.20s and names the field", async (query, param) => {
    const { status, body } = await admin.ask(`/api/calls?${query}`, adminKey);
    expect([status, body["error"].code, body["error"].param]).toEqual([400, "request-invalid", param]);
  });

  test("shows a reader of one project that project only", async () => {
    expect(await positions("", shopKey)).toEqual([1, 2]);
    expect(await positions("project=shop", shopKey)).toEqual([1, 2]);
    const { status, body } = await admin.ask("/api/calls?project=default", shopKey);
    expect([status, body["error"].code]).toEqual([403, "scope-missing"]);
  });

  test("shows a reader no other project's calls behind a cursor of that project", async () => {
    const { body } = await admin.ask("/api/calls?limit=1", adminKey);
    expect(await positions(`after=${body["next"]}`, shopKey)).toEqual([1, 2]);
  });
});

describe("GET /api/calls/{id}", () => {
  test("shows a call and its captured bodies", async () => {
    const { status, body } = await admin.ask(`/api/calls/${calls[1]?.id}`, shopKey);
    expect(status).toBe(200);
    expect(body["call"]).toEqual(calls[1]);
    expect(body["bodies"]).toEqual({ request: '{"a":1}', request_encoding: "utf8" });
  });

  test("finds a call by the beginning of its id, from the 13th character on", async () => {
    const { id = "" } = calls[2] ?? {};
    for (const length of [13, 14, 20, 35]) {
      expect((await admin.ask(`/api/calls/${id.slice(0, length)}`, shopKey)).body["call"].id).toBe(id);
    }
    expect((await admin.ask(`/api/calls/${id.slice(0, 12)}`, shopKey)).status).toBe(404);
    expect((await admin.ask("/api/calls/ffffffff-ffff", shopKey)).status).toBe(404);
    expect((await admin.ask(`/api/calls/${calls[0]?.id.slice(0, 13)}`, shopKey)).status).toBe(404);
  });

  test("asks for more of an id when several calls begin so", async () => {
    const atMs = Date.now() - 500_000;
    const twins = [1, 2].map(() => makeCall(admin.parts.ids.call(atMs), atMs));
    await admin.record(twins);
    const { status, body } = await admin.ask(`/api/calls/${twins[0]?.id.slice(0, 13)}`, adminKey);
    expect([status, body["error"].code]).toEqual([400, "request-invalid"]);
  });

  test("says so when nothing was captured", async () => {
    expect((await admin.ask(`/api/calls/${calls[2]?.id}`, shopKey)).body["bodies"]).toBeNull();
  });

  test("does not tell another project's call from one that is not there", async () => {
    const foreign = await admin.ask(`/api/calls/${calls[0]?.id}`, shopKey);
    const missing = await admin.ask("/api/calls/018f0000-0000-7000-8000-000000000000", shopKey);
    const nonsense = await admin.ask("/api/calls/nonsense", shopKey);
    expect(foreign).toMatchObject({ status: 404, body: { error: { code: "not-found" } } });
    expect(foreign.body).toEqual(missing.body);
    expect(nonsense.body).toEqual(missing.body);
  });
});
