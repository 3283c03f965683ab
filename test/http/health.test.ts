import { afterAll, beforeEach, beforeAll, describe, expect, test } from "vitest";
import { HoldfastError } from "../../src/errors.ts";
import { createAdminApp } from "../../src/http/app.ts";
import { judgeReadiness } from "../../src/http/readiness.ts";
import { createOpenCalls } from "../../src/gateway/open-calls.ts";
import type { Admin } from "./admin-fixture.ts";
import { openAdmin, quietSpool } from "./admin-fixture.ts";

let admin: Admin;

beforeAll(async () => {
  admin = await openAdmin();
});
beforeEach(() => {
  admin.spool.state = quietSpool;
  admin.spool.accepting = true;
});
afterAll(() => admin.close());

describe("/livez", () => {
  test("says that the process is alive", async () => {
    expect(await admin.ask("/livez")).toMatchObject({ status: 200, body: { status: "alive" } });
  });
});

describe("/readyz", () => {
  test("is ready with a database that answers and a spool that drains", async () => {
    expect(await admin.ask("/readyz")).toMatchObject({
      status: 200,
      body: { status: "ready", reasons: [], database: { reachable: true }, spool: { failing: false } },
    });
  });

  test("stays open and says so while the database is away: calls go on", async () => {
    const ping = () => Promise.reject(new HoldfastError("store-unavailable"));
    const app = createAdminApp({ ...admin.parts, store: { ...admin.store, ping } });
    const response = await app.request("/readyz");
    const body = await response.json();
    expect(response.status).toBe(200);
    expect(body).toMatchObject({ status: "degraded", reasons: [{ code: "database-unreachable" }] });
  });

  test("does not wait for a database that says nothing", async () => {
    const app = createAdminApp({ ...admin.parts, store: { ...admin.store, ping: () => new Promise(() => {}) } });
    const started = performance.now();
    expect(await (await app.request("/readyz")).json()).toMatchObject({ database: { reachable: false } });
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test("asks the database at most once a second, however often it is asked", async () => {
    let pings = 0;
    const ping = () => Promise.resolve(void (pings += 1));
    const app = createAdminApp({ ...admin.parts, store: { ...admin.store, ping } });
    await Promise.all(Array.from({ length: 50 }, async () => await app.request("/readyz")));
    expect(pings).toBe(1);
  });

  test("answers 503 when over 90 % of the spool waits", async () => {
    admin.spool.state = { ...quietSpool, pendingRecords: 9, pendingBytes: 901 };
    expect(await admin.ask("/readyz")).toMatchObject({
      status: 503,
      body: { status: "not-ready", reasons: [{ code: "spool-almost-full" }], spool: { pending_bytes: 901 } },
    });
  });

  test("answers 503 when the spool takes no more", async () => {
    admin.spool.accepting = false;
    expect(await admin.ask("/readyz")).toMatchObject({ status: 503, body: { reasons: [{ code: "spool-full" }] } });
  });

  test("answers 503 while the gateway drains", async () => {
    const openCalls = createOpenCalls(admin.parts.clock);
    openCalls.stopAccepting();
    const response = await createAdminApp({ ...admin.parts, openCalls }).request("/readyz");
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ reasons: [{ code: "shutting-down" }] });
  });
});

describe("judging readiness", () => {
  const facts = { accepting: true, databaseReachable: true, spool: quietSpool, spoolAccepting: true };
  const failing = { ...quietSpool, lastError: "away", pendingRecords: 1, pendingBytes: 1 };
  const minutes = (count: number) => count * 60_000;

  test.each([
    ["quiet", quietSpool, "ready"],
    ["exactly 90 % full", { ...quietSpool, pendingBytes: 900 }, "ready"],
    ["behind, but draining", { ...quietSpool, pendingRecords: 5, oldestPendingMs: minutes(10) }, "ready"],
    ["failing for a moment", { ...failing, oldestPendingMs: 1_000 }, "degraded"],
    ["failing for five minutes", { ...failing, oldestPendingMs: minutes(5) }, "not-ready"],
    ["failed, with nothing left to write", { ...quietSpool, lastError: "away", oldestPendingMs: 0 }, "ready"],
    ["holding rejected records", { ...quietSpool, rejectedRecords: 1 }, "degraded"],
  ])("a spool that is %s makes the gateway %s", (_name, spool, status) => {
    expect(judgeReadiness({ ...facts, spool }).status).toBe(status);
  });
});

describe("/metrics", () => {
  test("counts in Prometheus' text format", async () => {
    const { counters } = admin.parts;
    counters.settled("answered", 1_500);
    counters.settled("broke", 500);
    counters.refusedUnstored("key-unknown");
    counters.unpriced("echo/x", "nobody knows");
    counters.guardBroke("answer");
    admin.spool.state = {
      ...quietSpool,
      pendingRecords: 2,
      pendingBytes: 77,
      oldestPendingMs: 1_500,
      lastError: "away",
    };
    const { body, headers } = await admin.ask("/metrics");
    expect(headers.get("content-type")).toContain("version=0.0.4");
    for (const line of [
      "# TYPE holdfast_calls_total counter",
      'holdfast_calls_total{outcome="answered"} 1',
      'holdfast_calls_total{outcome="broke"} 1',
      'holdfast_refusals_total{code="key-unknown"} 1',
      'holdfast_guard_breaks_total{detector="answer"} 1',
      "holdfast_unpriced_calls_total 1",
      "holdfast_call_latency_seconds_sum 2",
      "holdfast_call_latency_seconds_count 2",
      "holdfast_open_calls 0",
      "holdfast_spool_pending_records 2",
      "holdfast_spool_pending_bytes 77",
      "holdfast_spool_oldest_pending_seconds 1.5",
      "holdfast_spool_rejected_records 0",
      "holdfast_spool_failing 1",
      "process_resident_memory_bytes 123",
    ]) {
      expect(body["text"].split("\n")).toContain(line);
    }
    expect(body["text"]).toMatch(/^(?:(?:# (?:HELP|TYPE) \S+ .+|\w+(?:\{\w+="[\w-]+"\})? \S+)\n)+$/);
  });
});

describe("failures inside", () => {
  test("show nothing of themselves, and are logged", async () => {
    const list = () => Promise.reject(new TypeError("secret detail"));
    const app = createAdminApp({ ...admin.parts, store: { ...admin.store, calls: { ...admin.store.calls, list } } });
    const key = await admin.issue({ scopes: ["admin"] });
    const response = await app.request("/api/calls", { headers: { authorization: `Bearer ${key}` } });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text).error.code).toBe("internal-error");
    expect(text).not.toContain("secret");
    expect(admin.logged.join("")).toContain("secret detail");
  });

  test("of the database are 503 and may be tried again", async () => {
    const list = () => Promise.reject(new HoldfastError("store-unavailable"));
    const app = createAdminApp({ ...admin.parts, store: { ...admin.store, calls: { ...admin.store.calls, list } } });
    const key = await admin.issue({ scopes: ["admin"] });
    const response = await app.request("/api/calls", { headers: { authorization: `Bearer ${key}` } });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: "store-unavailable", retryable: true } });
  });
});
