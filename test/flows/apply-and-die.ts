/**
 * A process of its own that applies one tree after the other until it is killed. Its arguments: `postgres` and a URL, or
 * `embedded` and a data directory. It says a line for each tree that it has applied.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { readMigrations } from "../../src/adapters/node/read-migrations.ts";
import { openEmbeddedStore } from "../../src/adapters/pglite/open-embedded-store.ts";
import { openStore } from "../../src/adapters/postgres/open-store.ts";
import { HoldfastError } from "../../src/errors.ts";
import { applyTree } from "../../src/rollouts/apply-tree.ts";
import { registryParts } from "../support/registry-parts.ts";
import { bigTree } from "./big-tree.ts";

const [kind, place = ""] = process.argv.slice(2);
const migrations = await readMigrations();
const store =
  kind === "postgres"
    ? await openStore({ url: place, migrations })
    : (await openEmbeddedStore({ dataDir: place, migrations })).store;
for (let round = 0; ; round += 1) {
  const mark = `${process.pid}-${round}`;
  try {
    await applyTree({ tree: bigTree(mark), actor: "doomed", message: undefined }, registryParts(store.registry));
    console.log(mark);
  } catch (error) {
    // The process that runs the embedded database was killed before this one: somebody takes it over.
    if (!(error instanceof HoldfastError) || error.code !== "store-unavailable") throw error;
    await sleep(20);
  }
}
