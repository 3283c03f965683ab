import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { readMigrations } from "../../src/adapters/node/read-migrations.ts";
import { openStore } from "../../src/adapters/postgres/open-store.ts";
import { noOwnPostgres, startOwnPostgres } from "./own-postgres.ts";

const server = noOwnPostgres === undefined ? await startOwnPostgres() : undefined;
afterAll(() => server?.remove());

const everyLock = "select pg_advisory_xact_lock(4870325512)";
const killOthers =
  "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'holdfast' and datname = current_database()";

// An error that nobody can catch would end the gateway's process; here it fails the run.
test.skipIf(server === undefined)(
  noOwnPostgres ?? "maintenance whose connection is cut in the middle fails like any other, and works again afterwards",
  async () => {
    if (server === undefined) return;
    const url = await server.makeDatabase("cut_off");
    const store = await openStore({ url, migrations: await readMigrations() });
    const other = postgres(url, { max: 2, onnotice: () => undefined });
    try {
      for (let round = 0; round < 5; round += 1) {
        const inAYear = Date.now() + (365 + round * 30) * 86_400_000;
        await other.begin(async (transaction) => {
          await transaction.unsafe(everyLock);
          const waiting = store.calls.maintain(inAYear, 36_500);
          waiting.catch(() => undefined);
          await sleep(50);
          await other.unsafe(killOthers);
          await expect(waiting).rejects.toMatchObject({ code: "store-unavailable" });
        });
      }
      await store.calls.maintain(Date.now(), 90);
      await store.ping();
    } finally {
      await other.end();
      await store.close();
    }
  },
);
