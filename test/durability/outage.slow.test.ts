import { afterAll, expect, test } from "vitest";
import { frozen, survive } from "./outage.ts";
import { noOwnPostgres, startOwnPostgres } from "./own-postgres.ts";

const server = noOwnPostgres === undefined ? await startOwnPostgres() : undefined;
afterAll(() => server?.remove());

test.skipIf(server === undefined)(
  noOwnPostgres ?? "Postgres frozen for a minute under load: every answered call has its one row afterwards",
  async () => {
    if (server === undefined) return;
    expect(await survive(server, { ...frozen, name: "frozen", forMs: 60_000 })).toMatchObject({
      lost: 0,
      duplicates: 0,
    });
  },
);
