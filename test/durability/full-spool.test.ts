import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { compare, readLedger, readMetric, untilDrained } from "./ledger.ts";
import { callOnce, startLoad } from "./load.ts";
import { noOwnPostgres, startOwnPostgres } from "./own-postgres.ts";
import { makePlace } from "./place.ts";

const server = noOwnPostgres === undefined ? await startOwnPostgres() : undefined;
afterAll(() => server?.remove());

const spool = "storage: { spool: { maxBytes: 1MiB, segmentBytes: 64KiB } }\n";
const maxBytes = 1024 * 1024;
/** Calls that run when the bound is reached still have to be recorded: some kilobytes each. */
const runningCallsBytes = 64 * 1024;

test.skipIf(server === undefined)(
  noOwnPostgres ?? "with a full spool calls are refused before they cost anything, and go on when the database is back",
  async () => {
    if (server === undefined) return;
    const databaseUrl = await server.makeDatabase("spool_full");
    const place = await makePlace({ databaseUrl, yaml: spool });
    try {
      const gateway = await place.start();
      await server.shutDown();
      const load = startLoad({ target: place.target, callers: 8, models: ["plain"] });
      const isFull = (): boolean => load.calls.some((call) => call.errorCode === "spool-full");
      for (let waits = 0; waits < 400 && !isFull(); waits += 1) await sleep(50);
      await place.provider.forget();
      const full = await readMetric(gateway.url, "holdfast_spool_pending_bytes");
      // Thousands of refusals: none of them may reach the provider, or make the spool grow past its bound.
      await sleep(2_000);
      const { requests } = await place.provider.seen();
      const later = await readMetric(gateway.url, "holdfast_spool_pending_bytes");
      const refused = load.calls.filter((call) => call.errorCode === "spool-full");
      const health = await fetch(`${gateway.url}/readyz`);
      await load.stop();
      await server.start();
      await untilDrained(gateway.url);
      const again = await callOnce(place.target, { model: "plain" });
      await untilDrained(gateway.url);
      const calls = again === undefined ? load.calls : [...load.calls, again];
      const comparison = compare(calls, await readLedger(databaseUrl));
      console.log("the spool's bound reached:", { ...comparison, refused: refused.length, full, later, requests });
      expect(refused.length).toBeGreaterThan(500);
      expect(new Set(refused.map((call) => call.status))).toEqual(new Set([503]));
      expect(requests).toBe(0);
      expect(later).toBeLessThan(maxBytes + runningCallsBytes);
      expect(health.status).toBe(503);
      expect(await health.text()).toContain("spool-full");
      expect(again?.complete).toBe(true);
      expect(comparison).toMatchObject({ lost: 0, duplicates: 0 });
      await gateway.stop();
    } finally {
      await place.remove();
    }
  },
  120_000,
);
