import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openStore } from "../../../src/adapters/postgres/open-store.ts";
import type { Store } from "../../../src/ports/store.ts";
import { makeTestDatabase, postgresServer } from "../../support/postgres.ts";
import type { TestDatabase } from "../../support/postgres.ts";

describe.skipIf(postgresServer === undefined)("what must never come from Hyperdrive's cache", () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await makeTestDatabase();
    store = await openStore({ url: database.url, max: 1, migrations: await readMigrations() });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it.each([
    ["a key", () => store.keys.byHash("nobody's")],
    ["the keys' revision", () => store.keys.revision()],
    ["the registry's revision", () => store.registry.revision()],
    ["a setting", () => store.settings.get("config")],
    ["a ping", () => store.ping()],
  ])("%s is asked for by a statement whose result may change", async (_name, ask) => {
    await ask();
    const [last] = await database.run(
      "select query from pg_stat_activity where application_name = 'holdfast' and datname = current_database()",
    );
    expect(last?.["query"]).toContain("now()");
  });
});
