import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openEmbeddedStore } from "../../../src/adapters/pglite/open-embedded-store.ts";
import { buildCall } from "../../support/call-builder.ts";
import { killStoreProcessAfter, startStoreProcess } from "../../support/store-process.ts";

describe("the embedded database's directory, killed", { timeout: 90_000 }, () => {
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

  it("opens again after its process was killed while it wrote, again and again", async () => {
    const committed: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const process = await startStoreProcess(dataDir);
      expect(process.isOwner).toBe(true);
      for (let batch = 0; batch < 5; batch += 1) committed.push(...(await process.insert(20)).ids);
      const interrupted = process.insert(500).catch(() => undefined);
      await process.kill();
      await interrupted;
    }
    const { store } = await open();
    const found = new Set((await store.calls.list({}, 1000)).calls.map((call) => call.id));
    expect(committed.filter((id) => !found.has(id))).toEqual([]);
    await store.close();
  });

  it("is made anew when its first start was interrupted, and what was there is set aside", async () => {
    const half = join(dataDir, "pglite", "data");
    await rm(half, { recursive: true });
    await mkdir(join(half, "base"), { recursive: true });
    await writeFile(join(half, "PG_VERSION"), "18\n");
    const onEvent = vi.fn<(event: string, fields: Readonly<Record<string, unknown>>) => void>();
    const { store } = await open(onEvent);
    await store.ping();
    expect(onEvent).toHaveBeenCalledWith("embedded-database-set-aside", expect.anything());
    const aside = (await readdir(join(dataDir, "pglite"))).find((name) => name.startsWith("data-incomplete-"));
    expect(await readFile(join(dataDir, "pglite", aside ?? "", "PG_VERSION"), "utf8")).toBe("18\n");
    await store.close();
  });

  it("opens after a first start that was killed at any moment", async () => {
    await rm(join(dataDir, "pglite"), { recursive: true });
    for (const afterMs of [300, 1200, 2000, 2600]) await killStoreProcessAfter(dataDir, afterMs);
    const { store, database } = await open();
    expect(database.isOwner()).toBe(true);
    expect((await store.calls.list({}, 1)).calls).toEqual([]);
    await store.close();
  });

  it("is opened by one of many that start at the same time over a dead owner, and used by the others", async () => {
    const dead = await startStoreProcess(dataDir);
    await dead.kill();
    const opened = await Promise.all([open(), open(), open(), open()]);
    expect(opened.filter(({ database }) => database.isOwner())).toHaveLength(1);
    const calls = await Promise.all(
      opened.map(async ({ store }) => {
        const call = buildCall();
        await store.calls.insertEncoded([JSON.stringify(call)], []);
        return call.id;
      }),
    );
    for (const { store } of opened) {
      expect((await store.calls.list({}, 10)).calls.map((call) => call.id).toSorted()).toEqual(calls.toSorted());
    }
    for (const { store, database } of opened.toSorted((one) => (one.database.isOwner() ? 1 : -1))) {
      await store.close();
      expect(database.isOwner()).toBe(false);
    }
  });
});
