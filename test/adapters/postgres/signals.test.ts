import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openPostgresSignals } from "../../../src/adapters/postgres/open-postgres-signals.ts";
import { openStore } from "../../../src/adapters/postgres/open-store.ts";
import { signalsContract } from "../../contracts/signals.ts";
import { makeTestDatabase, postgresServer } from "../../support/postgres.ts";
import type { TestDatabase } from "../../support/postgres.ts";
import { tcpGate } from "../../support/tcp-gate.ts";

describe.skipIf(postgresServer === undefined)("signals by Postgres", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await makeTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
  });
  signalsContract(() => openPostgresSignals({ url: database.url }), { acrossReplicas: true });

  it("tell of a changed key, also when it was changed by hand", async () => {
    const store = await openStore({ url: database.url, migrations: await readMigrations() });
    const signals = await openPostgresSignals({ url: database.url });
    const listener = vi.fn<() => void>();
    await signals.subscribe("keys", listener);
    await store.keys.create({
      id: "key_1",
      project: "default",
      name: "",
      prefix: "hf_1",
      hash: randomUUID(),
      scopes: [],
      allowedRoutes: [],
      guards: undefined,
      createdAt: 0,
      expiresAt: undefined,
      revokedAt: undefined,
    });
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1), 2000);
    await database.run("update api_keys set revoked_at_ms = 1");
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(2), 2000);
    await signals.close();
    await store.close();
  });

  it("come back after an outage, and every listener looks again once", async () => {
    const target = new URL(database.url);
    const gate = await tcpGate({ host: target.hostname, port: Number(target.port) });
    target.port = String(gate.port);
    const onEvent = vi.fn<(event: string, fields: Readonly<Record<string, unknown>>) => void>();
    const signals = await openPostgresSignals({ url: target.href, onEvent });
    const listener = vi.fn<() => void>();
    await signals.subscribe("keys", listener);
    await gate.shut();
    await vi.waitFor(() => expect(onEvent).toHaveBeenCalledWith("signals-unavailable", expect.anything()), 5000);
    await gate.open();
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1), 5000);
    expect(onEvent).toHaveBeenLastCalledWith("signals-restored", { by: "postgres" });
    await database.run("select pg_notify('holdfast', 'keys')");
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(2), 5000);
    await signals.close();
    await gate.shut();
  });
});
