import { afterAll, describe, expect, test } from "vitest";
import { frozen, shutDown, survive } from "./outage.ts";
import { noOwnPostgres, startOwnPostgres } from "./own-postgres.ts";

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
});
