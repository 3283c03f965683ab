import { describe } from "vitest";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openStore } from "../../../src/adapters/postgres/open-store.ts";
import { isDataError } from "../../../src/adapters/postgres/store-error.ts";
import { storeContract } from "../../contracts/store.ts";
import { makeTestDatabase, postgresServer } from "../../support/postgres.ts";

describe.skipIf(postgresServer === undefined)("the store in Postgres", () => {
  storeContract(async () => {
    const database = await makeTestDatabase();
    const store = await openStore({
      url: database.url,
      migrations: await readMigrations(),
      statementTimeoutMs: 10_000,
    });
    return {
      store,
      close: async () => {
        await store.close();
        await database.drop();
      },
    };
  }, isDataError);
});
