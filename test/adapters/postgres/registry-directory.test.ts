import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createJsonLog } from "../../../src/adapters/node/json-log.ts";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openStore } from "../../../src/adapters/postgres/open-store.ts";
import type { Config } from "../../../src/config/config.ts";
import { readConfig } from "../../../src/entry/read-config.ts";
import { startUpkeep } from "../../../src/entry/upkeep.ts";
import type { Store } from "../../../src/ports/store.ts";
import type { StoredPromptVersion } from "../../../src/prompts/stored-prompt-version.ts";
import { applyTree } from "../../../src/rollouts/apply-tree.ts";
import { moveLabel } from "../../../src/prompts/move-label.ts";
import { removeLabel } from "../../../src/prompts/remove-label.ts";
import { rollbackRoute } from "../../../src/rollouts/rollback-route.ts";
import type { RegistryDirectory } from "../../../src/rollouts/registry-directory.ts";
import { createRegistryDirectory } from "../../../src/rollouts/registry-directory.ts";
import { RegistryMemory } from "../../../src/rollouts/registry-memory.ts";
import { makeTestDatabase, postgresServer } from "../../support/postgres.ts";
import type { TestDatabase } from "../../support/postgres.ts";
import { registryParts, treePrompt } from "../../support/registry-parts.ts";

const effectiveWithinMs = 1_000;
const waitLimitMs = 10_000;
const lookEveryMs = 5;
/** A thousand prompts of a hundred versions: what a start must not load. */
const many = { prompts: 1_000, versions: 100 };
/** On this machine it takes a tenth; a start that read all versions would take many seconds. */
const startWithinMs = 2_000;

describe.skipIf(postgresServer === undefined)("the directory over Postgres", () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await makeTestDatabase();
    store = await openStore({ url: database.url, migrations: await readMigrations() });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const openDirectory = async (of: Store): Promise<RegistryDirectory<StoredPromptVersion>> => {
    const directory = createRegistryDirectory({
      registry: of.registry,
      memory: new RegistryMemory<StoredPromptVersion>(),
      open: (version) => version,
      prefetched: 0,
    });
    await directory.refresh();
    return directory;
  };

  /** Resolves with the milliseconds until it is so; rejects when it never is. */
  const until = async (isSo: () => boolean): Promise<number> => {
    const began = performance.now();
    while (!isSo()) {
      if (performance.now() - began > waitLimitMs) throw new Error("it never was");
      await sleep(lookEveryMs);
    }
    return performance.now() - began;
  };

  it("of another replica sees a rollback, a moved and a removed label within a second", async () => {
    const parts = registryParts(store.registry);
    for (const text of ["one", "two"]) {
      await applyTree(
        {
          tree: {
            prompts: [treePrompt("reply", text, ["production"])],
            routes: [{ name: "support", target: "echo/echo", prompt: "reply", rollout: "immediate" }],
          },
          actor: "tester",
          message: undefined,
        },
        parts,
      );
    }
    const replica = await openStore({ url: database.url });
    const directory = await openDirectory(replica);
    const config: Config = readConfig(undefined, "holdfast.yaml", {});
    const upkeep = startUpkeep({
      config,
      calls: { maintain: () => Promise.resolve() },
      keys: { refresh: () => Promise.resolve(), find: () => undefined, size: 0 },
      registry: directory,
      log: createJsonLog(() => undefined),
    });
    try {
      const label = { name: "reply", label: "production", actor: "tester", reason: undefined, forbidden: [] };
      await directory.promptVersion({ name: "reply", version: 1 });
      await directory.promptVersion({ name: "reply", version: 2 });
      expect(directory.route("support")?.number).toBe(2);
      await rollbackRoute({ route: "support", to: undefined, reason: undefined, actor: "tester" }, parts);
      const rolledBackMs = await until(() => directory.route("support")?.number === 1);
      const served = () => directory.promptVersion({ name: "reply", label: "production" });
      await moveLabel(label, 1, parts);
      const movedMs = await until(() => {
        const found = served();
        return found !== undefined && "version" in found && found.version === 1;
      });
      await removeLabel(label, parts);
      const removedMs = await until(() => served() === undefined);
      console.log("seen by another replica, in ms:", { rolledBackMs, movedMs, removedMs });
      expect(Math.max(rolledBackMs, movedMs, removedMs)).toBeLessThan(effectiveWithinMs);
    } finally {
      await upkeep.stop();
      await replica.close();
    }
  });

  it("starts on a thousand prompts of a hundred versions without loading them", { timeout: 120_000 }, async () => {
    await database.run(`
      insert into prompt_versions select 'p' || p, v, md5(p || '-' || v), repeat('x', 2000), 'tester', null, null, 0
        from generate_series(1, ${many.prompts}) p, generate_series(1, ${many.versions}) v;
      insert into prompt_labels select 'p' || p, label, ${many.versions}, null, 0, 'tester'
        from generate_series(1, ${many.prompts}) p, unnest(array['latest', 'production', 'staging']) label;
      analyze prompt_versions`);
    const heapBefore = process.memoryUsage().heapUsed;
    const began = performance.now();
    const directory = await openDirectory(store);
    const startMs = performance.now() - began;
    const heapMb = (process.memoryUsage().heapUsed - heapBefore) / 1e6;
    const first = directory.promptVersion({ name: "p500", label: "staging" });
    expect(first).toBeInstanceOf(Promise);
    expect((await first)?.version).toBe(many.versions);
    expect(directory.promptVersion({ name: "p500" })).toMatchObject({ name: "p500", version: many.versions });
    console.log("opened over 100,000 versions:", { startMs, heapMb });
    expect(startMs).toBeLessThan(startWithinMs);
  });

  it("plans and applies a tree of a thousand prompts over them", { timeout: 120_000 }, async () => {
    const prompts = Array.from({ length: many.prompts }, (_, index) => treePrompt(`p${index + 1}`, `new ${index}`));
    const request = { tree: { prompts, routes: [] }, actor: "tester", message: undefined };
    const began = performance.now();
    const plan = await applyTree(request, registryParts(store.registry));
    console.log("a thousand changed prompts applied, in ms:", performance.now() - began);
    expect(new Set(plan.prompts.map(({ version }) => version))).toEqual(new Set([many.versions + 1]));
    const again = performance.now();
    await applyTree(request, registryParts(store.registry));
    console.log("the same again, in ms:", performance.now() - again);
  });
});
