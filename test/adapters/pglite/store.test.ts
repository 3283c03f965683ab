import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openEmbeddedStore } from "../../../src/adapters/pglite/open-embedded-store.ts";
import { isDataError } from "../../../src/adapters/postgres/store-error.ts";
import { storeContract } from "../../contracts/store.ts";

describe("the embedded store", () => {
  storeContract(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "holdfast-store-"));
    const { store } = await openEmbeddedStore({ dataDir, migrations: await readMigrations() });
    return {
      store,
      close: async () => {
        await store.close();
        await rm(dataDir, { recursive: true });
      },
    };
  }, isDataError);
});
