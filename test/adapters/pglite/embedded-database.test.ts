import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openEmbeddedStore } from "../../../src/adapters/pglite/open-embedded-store.ts";
import type { EmbeddedStore } from "../../../src/adapters/pglite/open-embedded-store.ts";
import { openDatabase } from "../../../src/adapters/postgres/database.ts";
import { openPostgresSignals } from "../../../src/adapters/postgres/open-postgres-signals.ts";
import { buildCall } from "../../support/call-builder.ts";
import { signalsContract } from "../../contracts/signals.ts";

const nanosecondsPerMs = 1_000_000;

describe("the embedded database", () => {
  let dataDir: string;
  let embedded: EmbeddedStore;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "holdfast-embedded-"));
    embedded = await openEmbeddedStore({ dataDir, migrations: await readMigrations() });
  });
  afterAll(async () => {
    await embedded.store.close();
    await rm(dataDir, { recursive: true });
  });

  describe("as the way of signals", () => {
    signalsContract(() => openPostgresSignals(embedded.database), { acrossReplicas: true });
  });

  it("signals a changed key", async () => {
    const signals = await openPostgresSignals(embedded.database);
    const listener = vi.fn<() => void>();
    await signals.subscribe("keys", listener);
    await embedded.store.keys.create({
      id: "key_1",
      project: "default",
      name: "",
      prefix: "hf_1",
      hash: "1",
      scopes: [],
      allowedRoutes: [],
      guards: undefined,
      createdAt: 0,
      expiresAt: undefined,
      revokedAt: undefined,
    });
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1), 2000);
    await signals.close();
  });

  it("waits for the disk at every commit", async () => {
    const database = openDatabase(embedded.database);
    const [row] = await database.run(
      "ask",
      ({ sql }) => sql`select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method`,
    );
    // The other methods end in stubs of the WebAssembly build.
    expect(row).toEqual({ fsync: "on", method: "fsync" });
    await database.close();
  });

  it("does not stop the event loop of the process it runs in", async () => {
    const calls = Array.from({ length: 2000 }, () => JSON.stringify(buildCall()));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const started = performance.now();
    await embedded.store.calls.insertEncoded(calls, []);
    const took = performance.now() - started;
    delay.disable();
    expect(took).toBeGreaterThan(30);
    expect(delay.max / nanosecondsPerMs).toBeLessThan(took / 2);
  });
});
