import { getTableColumns, getTableName } from "drizzle-orm";
import { getTableConfig } from "drizzle-orm/pg-core";
import type { PgTable } from "drizzle-orm/pg-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { schemaVersion } from "../../../src/adapters/postgres/migrate.ts";
import { openStore } from "../../../src/adapters/postgres/open-store.ts";
import * as registrySchema from "../../../src/adapters/postgres/registry-schema.ts";
import * as schema from "../../../src/adapters/postgres/schema.ts";
import { makeTestDatabase, postgresServer } from "../../support/postgres.ts";
import type { TestDatabase } from "../../support/postgres.ts";

const tables: readonly PgTable[] = Object.values({ ...schema, ...registrySchema });

it("the newest migration has the version the code expects, and none is missing", async () => {
  const versions = (await readMigrations()).map((migration) => migration.version);
  expect(versions).toEqual(Array.from({ length: schemaVersion }, (_, index) => index + 1));
});

describe.skipIf(postgresServer === undefined)("migrations", () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeTestDatabase();
  });
  afterEach(async () => {
    await database.drop();
  });
  const open = async () => await openStore({ url: database.url, migrations: await readMigrations() });

  it("make of an empty database what the schema says, column by column and index by index", async () => {
    await (await open()).close();
    for (const table of tables) {
      const name = getTableName(table);
      const columns = await database.run(
        `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required from pg_attribute where attrelid = '${name}'::regclass and attnum > 0 order by attnum`,
      );
      const expected = Object.values(getTableColumns(table)).map((column) => ({
        name: column.name,
        type: column.getSQLType(),
        required: column.notNull || column.primary,
      }));
      expect(columns.map((column) => ({ ...column }))).toEqual(expected);
      const indexes = await database.run(
        `select indexrelid::regclass::text as name from pg_index where indrelid = '${name}'::regclass and not indisprimary order by 1`,
      );
      const expectedIndexes = getTableConfig(table).indexes.map((index) => index.config.name ?? "");
      expect(indexes.map((index) => index["name"])).toEqual(expectedIndexes.toSorted());
    }
  });

  it("are applied once by replicas that start at the same time", async () => {
    const stores = await Promise.all([1, 2, 3, 4].map(open));
    for (const store of stores) await store.close();
    expect(await database.run("select count(*)::int as applied from holdfast_migrations")).toEqual([
      { applied: schemaVersion },
    ]);
  });

  it("keep the calls and partitions of the first schema, and count no change before there was one", async () => {
    const [first] = await readMigrations();
    if (first === undefined) throw new Error("there is a first migration");
    await database.run(`begin; ${first.sql}; commit`);
    await database.run(`
      create table holdfast_migrations (version integer primary key, name text not null, applied_at timestamptz not null default now());
      insert into holdfast_migrations (version, name) values (1, '${first.name}');
      insert into calls (id, started_at, project, dialect, operation, stream, outcome, status, attempts, usage_source, latency_ms, overhead_ms, request_bytes, response_bytes, config_hash)
        values ('0190a000-0000-4000-8000-000000000000', '2024-07-01', 'default', 'openai-chat', 'chat.completions', false, 'answered', 200, 1, 'none', 1, 1, 1, 1, 'c')`);
    const store = await open();
    const call = await store.calls.get("0190a000-0000-4000-8000-000000000000");
    expect(call).toMatchObject({ project: "default" });
    expect(call).not.toHaveProperty("release");
    expect(await store.registry.heads()).toEqual({ revision: 0, labels: [], routes: [] });
    await store.close();
  });

  it("leave a database alone that is up to date", async () => {
    await (await open()).close();
    const before = await database.run("select * from holdfast_migrations");
    await (await open()).close();
    expect(await database.run("select * from holdfast_migrations")).toEqual(before);
  });

  it("leave nothing behind when one of them fails", async () => {
    const broken = [{ version: 1, name: "0000_broken", sql: "create table half (a int); select nonsense" }];
    await expect(openStore({ url: database.url, migrations: broken })).rejects.toMatchObject({
      code: "store-unavailable",
    });
    expect(await database.run("select relname from pg_class where relname in ('half', 'holdfast_migrations')")).toEqual(
      [],
    );
  });

  it("refuse a database that a newer Holdfast wrote", async () => {
    await (await open()).close();
    await database.run("insert into holdfast_migrations (version, name) values (999, 'later')");
    const says = /newer Holdfast.*schema 999|schema 999.*newer Holdfast/;
    await expect(open()).rejects.toThrow(says);
    await expect(openStore({ url: database.url })).rejects.toThrow(says);
  });

  it("are only checked for, where they must not be applied", async () => {
    await expect(openStore({ url: database.url })).rejects.toMatchObject({
      code: "config-invalid",
      message: expect.stringContaining(`schema 0 and this gateway needs ${schemaVersion}`),
    });
    await (await open()).close();
    const store = await openStore({ url: database.url });
    await store.ping();
    await store.close();
  });
});
