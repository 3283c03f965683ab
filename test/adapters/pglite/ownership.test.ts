import { existsSync } from "node:fs";
import { cp, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openEmbeddedStore } from "../../../src/adapters/pglite/open-embedded-store.ts";
import { buildCall } from "../../support/call-builder.ts";
import { startStoreProcess } from "../../support/store-process.ts";

const groupAndOthers = 0o077;

describe("the embedded database's directory", { timeout: 90_000 }, () => {
  let made: string;
  let dataDir: string;
  /** A first start takes seconds; most tests begin with a copy of one that was closed. */
  beforeAll(async () => {
    made = await mkdtemp(join(tmpdir(), "holdfast-made-"));
    const { store } = await openEmbeddedStore({ dataDir: made, migrations: await readMigrations() });
    await store.close();
  });
  afterAll(async () => {
    await rm(made, { recursive: true });
  });
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "holdfast-own-"));
    await cp(made, dataDir, { recursive: true });
  });
  afterEach(async () => {
    await rm(dataDir, { recursive: true });
  });
  const open = async (onEvent = vi.fn<(event: string, fields: Readonly<Record<string, unknown>>) => void>()) =>
    await openEmbeddedStore({ dataDir, migrations: await readMigrations(), onEvent });

  it("is open to its user only, and so is its socket", async () => {
    const { store, database } = await open();
    for (const path of [join(dataDir, "pglite"), join(dataDir, "pglite", "data"), database.socketPath]) {
      expect((await stat(path)).mode & groupAndOthers).toBe(0);
    }
    await store.close();
    expect(existsSync(database.socketPath)).toBe(false);
    expect(existsSync(join(dataDir, "pglite", "owner"))).toBe(false);
  });

  it("is shared by a second process, and taken over when the first is killed, with all that was committed", async () => {
    const first = await startStoreProcess(dataDir);
    expect(first.isOwner).toBe(true);
    const written = await first.insert(50);
    const { store, database } = await open();
    expect(database.isOwner()).toBe(false);
    expect((await store.calls.list({}, 100)).calls).toHaveLength(50);
    const call = buildCall();
    await store.calls.insertEncoded([JSON.stringify(call)], []);
    const more = await first.insert(10);
    await first.kill();
    await vi.waitFor(() => store.ping(), { timeout: 10_000, interval: 100 });
    expect(database.isOwner()).toBe(true);
    const found = (await store.calls.list({}, 100)).calls.map((each) => each.id);
    expect(found.toSorted()).toEqual([...written.ids, ...more.ids, call.id].toSorted());
    await store.close();
  });

  it("may lie deeper than a socket's path can be long", async () => {
    const deep = join(dataDir, "d".repeat(60), "e".repeat(60));
    await cp(made, deep, { recursive: true });
    const migrations = await readMigrations();
    const { store, database } = await openEmbeddedStore({ dataDir: deep, migrations });
    expect(database.socketPath.startsWith(deep)).toBe(false);
    const second = await openEmbeddedStore({ dataDir: deep, migrations });
    expect(second.database.isOwner()).toBe(false);
    await second.store.ping();
    await second.store.close();
    await store.close();
  });
});
