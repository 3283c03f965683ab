import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readMigrations } from "../../src/adapters/node/read-migrations.ts";
import { openEmbeddedStore } from "../../src/adapters/pglite/open-embedded-store.ts";
import { openStore } from "../../src/adapters/postgres/open-store.ts";
import type { Store } from "../../src/ports/store.ts";
import { applyTree } from "../../src/rollouts/apply-tree.ts";
import { isEmptyPlan } from "../../src/rollouts/plan.ts";
import { makeTestDatabase, postgresServer } from "../support/postgres.ts";
import { registryParts } from "../support/registry-parts.ts";
import { bigTree, promptCount, routeCount } from "./big-tree.ts";

const program = fileURLToPath(new URL("apply-and-die.ts", import.meta.url));
const rounds = 2;
/** Applying takes some tens of milliseconds: somewhere in here is the middle of one. */
const longestLifeMs = 400;

/** Starts several that apply without end, and kills each at some moment after it has applied once. */
async function applyAndDie(kind: string, place: string, processes: number): Promise<void> {
  await Promise.all(
    Array.from({ length: processes }, async () => {
      const child = spawn(process.execPath, [program, kind, place], { stdio: ["ignore", "pipe", "inherit"] });
      const exited = once(child, "exit");
      await Promise.race([once(child.stdout, "data"), exited]);
      await sleep(Math.random() * longestLifeMs);
      child.kill("SIGKILL");
      await exited;
    }),
  );
}

/** Everything in the registry says the same mark, nothing is missing, and numbers have no gaps. */
async function expectOneTree(store: Store): Promise<void> {
  const { registry } = store;
  const heads = await registry.heads();
  expect(heads.routes).toHaveLength(routeCount);
  const pinned = await registry.releases(heads.routes.map(({ route, pinned: number }) => ({ route, number })));
  expect(new Set(pinned.map(({ content }) => content.target)).size).toBe(1);
  expect(heads.labels).toHaveLength(2 * promptCount);
  const mark = pinned[0]?.content.target.replace("echo/", "") ?? "";
  const numbers = new Set(heads.labels.map(({ version }) => version));
  expect(numbers.size).toBe(1);
  for (const { name, version } of heads.labels)
    expect((await registry.version(name, version))?.content).toContain(mark);
  for (const { route, newest } of heads.routes) {
    const numbersThere = (await registry.history(route, 1_000)).map(({ number }) => number);
    expect(numbersThere).toEqual(Array.from({ length: newest }, (_, index) => newest - index));
  }
}

/** After whatever was killed, the next `apply` works as if nothing had been. */
async function expectUsable(store: Store, mark: string): Promise<void> {
  const apply = { tree: bigTree(mark), actor: "tester", message: undefined };
  expect(isEmptyPlan(await applyTree(apply, registryParts(store.registry)))).toBe(false);
  expect(isEmptyPlan(await applyTree(apply, registryParts(store.registry)))).toBe(true);
  await expectOneTree(store);
}

describe.skipIf(postgresServer === undefined)("three that apply to one Postgres and are killed in the middle", () => {
  it("leave one consistent registry", { timeout: 120_000 }, async () => {
    const database = await makeTestDatabase();
    try {
      for (let round = 0; round < rounds; round += 1) {
        await applyAndDie("postgres", database.url, 3);
        const store = await openStore({ url: database.url, migrations: await readMigrations() });
        await expectOneTree(store);
        await expectUsable(store, `survivor-${round}`);
        await store.close();
      }
    } finally {
      await database.drop();
    }
  });
});

describe("two that apply to one embedded database and are killed in the middle", () => {
  it("leave one consistent registry", { timeout: 120_000 }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "holdfast-apply-"));
    for (let round = 0; round < rounds; round += 1) {
      await applyAndDie("embedded", dataDir, 2);
      const { store } = await openEmbeddedStore({ dataDir, migrations: await readMigrations() });
      await expectOneTree(store);
      await expectUsable(store, `survivor-${round}`);
      await store.close();
    }
    await rm(dataDir, { recursive: true });
  });
});
