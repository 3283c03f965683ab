import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { z } from "zod";
import type { Comparison } from "./ledger.ts";
import { compare, readLedger, readMetric, untilDrained } from "./ledger.ts";
import { startLoad } from "./load.ts";
import type { OwnPostgres } from "./own-postgres.ts";
import { makePlace } from "./place.ts";
import { paceBetween } from "./summarize.ts";

const readiness = z.object({ status: z.string(), reasons: z.array(z.object({ code: z.string() })) });
const beforeMs = 3_000;
/** Long enough for a statement that hangs in a frozen server to be given up. */
const returnLimitMs = 90_000;

export interface Outage {
  readonly name: string;
  readonly forMs: number;
  begin(server: OwnPostgres): Promise<void> | void;
  end(server: OwnPostgres): Promise<void> | void;
}

export const frozen = { begin: (server: OwnPostgres) => server.freeze(), end: (server: OwnPostgres) => server.thaw() };
export const shutDown = {
  begin: (server: OwnPostgres) => server.shutDown(),
  end: (server: OwnPostgres) => server.start(),
};

/** Takes the database away under load and gives it back: calls go on, operators are told. Returns what is to be checked. */
export async function survive(server: OwnPostgres, outage: Outage): Promise<Comparison> {
  const databaseUrl = await server.makeDatabase(`outage_${outage.name}`);
  const place = await makePlace({ databaseUrl });
  try {
    const gateway = await place.start();
    const load = startLoad({ target: place.target, callers: 8, models: ["plain", "plain", "stream-5-2"], thinkMs: 5 });
    await sleep(1_000);
    const began = performance.now();
    await sleep(beforeMs);
    const cutAt = performance.now();
    await outage.begin(server);
    await sleep(outage.forMs / 2);
    const early = await readMetric(gateway.url, "holdfast_spool_pending_bytes");
    await sleep(outage.forMs / 2);
    const pendingBytes = await readMetric(gateway.url, "holdfast_spool_pending_bytes");
    const ready = await askReadiness(gateway.url);
    const backAt = performance.now();
    await outage.end(server);
    await sleep(1_000);
    await load.stop();
    const stoppedAt = performance.now();
    await untilDrained(gateway.url, returnLimitMs);
    const drainedMs = Math.round(performance.now() - stoppedAt);
    const before = paceBetween(load.calls, began, cutAt);
    const during = paceBetween(load.calls, cutAt, backAt);
    const comparison = compare(load.calls, await readLedger(databaseUrl));
    console.log(`Postgres ${outage.name} for ${outage.forMs / 1000} s:`, {
      ...comparison,
      failures: load.failures(),
      pendingBytes,
      ready,
      before,
      during,
      drainedMs,
      logged: [...new Set(gateway.logged.map((line) => line.event))],
    });
    expect(load.failures()).toBe(0);
    expect(load.calls.filter((call) => !call.complete)).toEqual([]);
    expect(ready.status).toBe("degraded");
    expect(ready.reasons).toContain("database-unreachable");
    expect(pendingBytes).toBeGreaterThan(early);
    expect(early).toBeGreaterThan(0);
    // Both are measured on a machine that does other things as well: only a breakdown is a failure here.
    expect(during.callsPerSecond).toBeGreaterThan(before.callsPerSecond * 0.3);
    const after = await askReadiness(gateway.url);
    expect(after).toEqual({ status: "ready", reasons: [] });
    await gateway.stop();
    return comparison;
  } finally {
    await place.remove();
  }
}

async function askReadiness(url: string): Promise<{ readonly status: string; readonly reasons: readonly string[] }> {
  const response = await fetch(`${url}/readyz`);
  const { status, reasons } = readiness.parse(await response.json());
  return { status, reasons: reasons.map((reason) => reason.code) };
}
