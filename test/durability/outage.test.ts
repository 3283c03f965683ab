import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { frozen, shutDown, survive } from "./outage.ts";
import { compare, readLedger, untilDrained } from "./ledger.ts";
import { startLoad } from "./load.ts";
import { noOwnPostgres, startOwnPostgres } from "./own-postgres.ts";
import { makePlace } from "./place.ts";

const server = noOwnPostgres === undefined ? await startOwnPostgres() : undefined;
afterAll(() => server?.remove());

describe.skipIf(server === undefined)(noOwnPostgres ?? "Postgres away for five seconds under load", () => {
  test("frozen: calls go on, it is said, and every answered call has its one row afterwards", async () => {
    if (server === undefined) return;
    expect(await survive(server, { ...frozen, name: "frozen", forMs: 5_000 })).toMatchObject({
      lost: 0,
      duplicates: 0,
    });
  }, 120_000);

  test("shut down: calls go on, it is said, and every answered call has its one row afterwards", async () => {
    if (server === undefined) return;
    expect(await survive(server, { ...shutDown, name: "shut_down", forMs: 5_000 })).toMatchObject({
      lost: 0,
      duplicates: 0,
    });
  }, 120_000);

  test("SIGTERM while it is frozen ends the gateway soon, and the next start brings the rows", async () => {
    if (server === undefined) return;
    const databaseUrl = await server.makeDatabase("ended");
    const place = await makePlace({ databaseUrl, yaml: "limits: { drain: 1s }\n" });
    try {
      const gateway = await place.start();
      const load = startLoad({ target: place.target, callers: 4, models: ["plain"], thinkMs: 5 });
      await sleep(500);
      server.freeze();
      await sleep(2_000);
      const at = performance.now();
      gateway.signal("SIGTERM");
      const { code } = await gateway.exited;
      const exitMs = Math.round(performance.now() - at);
      await load.stop();
      server.thaw();
      const next = await place.start();
      await untilDrained(next.url);
      const comparison = compare(load.calls, await readLedger(databaseUrl));
      console.log("SIGTERM while Postgres is frozen:", { ...comparison, exitMs, code });
      expect(code).toBe(0);
      expect(exitMs).toBeLessThan(30_000);
      expect(comparison).toMatchObject({ lost: 0, duplicates: 0 });
      await next.stop();
    } finally {
      server.thaw();
      await place.remove();
    }
  }, 120_000);
});
