import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openStore } from "../../../src/adapters/postgres/open-store.ts";
import type { Store } from "../../../src/ports/store.ts";
import { buildCall } from "../../support/call-builder.ts";
import { makeTestDatabase, postgresServer } from "../../support/postgres.ts";
import type { TestDatabase } from "../../support/postgres.ts";

const day = 86_400_000;

describe.skipIf(postgresServer === undefined)("partitions", () => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await makeTestDatabase();
    store = await openStore({ url: database.url, migrations: await readMigrations() });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });
  const partitions = async (table: string) => {
    const rows = await database.run(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = '${table}'::regclass order by 1`,
    );
    return rows.map((row) => String(row["name"]));
  };
  const insertAt = async (ms: number) => {
    const call = buildCall({ started_at: new Date(ms).toISOString() });
    await store.calls.insertEncoded([JSON.stringify(call)], []);
    return call;
  };
  const whereIs = async (id: string) =>
    (await database.run(`select tableoid::regclass::text as name from calls where id = '${id}'`))[0]?.["name"];

  it("reach from two days ago to a week ahead, for calls and bodies", async () => {
    await store.calls.maintain(Date.UTC(2030, 0, 30), 1_000_000);
    for (const table of ["calls", "call_bodies"]) {
      const names = await partitions(table);
      expect(names).toContain(`${table}_p20300128`);
      expect(names).toContain(`${table}_p20300206`);
      expect(names).not.toContain(`${table}_p20300207`);
    }
  });

  it("take over the rows that had no partition when they came", async () => {
    const ahead = Date.now() + 40 * day;
    const call = await insertAt(ahead);
    expect(await whereIs(call.id)).toBe("calls_default");
    await store.calls.maintain(ahead, 1000);
    expect(await whereIs(call.id)).toMatch(/^calls_p\d{8}$/);
    expect(await store.calls.get(call.id)).toEqual(call);
  });

  it("are dropped whole when their last row is past retention", async () => {
    const now = Date.UTC(2030, 0, 30, 12);
    await store.calls.maintain(now, 1000);
    await store.calls.maintain(now + 10 * day, 5);
    const names = await partitions("calls");
    expect(names).not.toContain("calls_p20300203");
    expect(names).toContain("calls_p20300204");
    expect(names).toContain("calls_default");
  });

  it("carry the indexes of the table they belong to", async () => {
    await store.calls.maintain(Date.UTC(2030, 0, 30), 1_000_000);
    const [counts] = await database.run(
      `select (select count(*)::int from pg_index where indrelid = 'calls'::regclass) as parent, (select count(*)::int from pg_index where indrelid = 'calls_p20300130'::regclass) as child`,
    );
    expect(counts?.["child"]).toBe(counts?.["parent"]);
    expect(counts?.["parent"]).toBeGreaterThan(5);
  });

  it("give a tail the rows of a transaction that commits after later ones, once", async () => {
    const sql = postgres(database.url, { max: 2 });
    const [early, late] = [buildCall(), buildCall()];
    const insert = `insert into calls (${Object.keys(early).join(", ")}) select ${Object.keys(early).join(", ")} from json_populate_record(null::calls, $1::text::json)`;
    const { cursor } = await store.calls.since({}, 10, undefined);
    const opened = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const slow = sql.begin(async (transaction) => {
      await transaction.unsafe(insert, [JSON.stringify(early)]);
      opened.resolve();
      await commit.promise;
    });
    await opened.promise;
    await sql.unsafe(insert, [JSON.stringify(late)]);
    const before = await store.calls.since({}, 10, cursor);
    expect(before.calls.map((call) => call.id)).toEqual([late.id]);
    commit.resolve();
    await slow;
    const after = await store.calls.since({}, 10, before.cursor);
    expect(after.calls.map((call) => call.id)).toEqual([early.id]);
    expect((await store.calls.since({}, 10, after.cursor)).calls).toEqual([]);
    await sql.end();
  });

  it("give a tail everything while a page is being read and others commit out of order", async () => {
    const sql = postgres(database.url, { max: 8 });
    const { cursor } = await store.calls.since({}, 10, undefined);
    const ids: string[] = [];
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let round = 0; round < 20; round += 1) {
        const rows = [buildCall(), buildCall()];
        ids.push(...rows.map((row) => row.id));
        await sql.begin(async (transaction) => {
          for (const row of rows) {
            const names = Object.keys(row).join(", ");
            await transaction.unsafe(
              `insert into calls (${names}) select ${names} from json_populate_record(null::calls, $1::text::json)`,
              [JSON.stringify(row)],
            );
            await new Promise((resolve) => setTimeout(resolve, ((writer * 7 + round * 3) % 5) * 2));
          }
        });
      }
    });
    const seen: string[] = [];
    let after = cursor;
    let writing = true;
    const written = Promise.all(writers).then(() => {
      writing = false;
    });
    for (let quiet = 0; quiet < 2;) {
      const page = await store.calls.since({}, 3, after);
      seen.push(...page.calls.map((call) => call.id));
      after = page.cursor;
      quiet = writing || page.calls.length > 0 ? 0 : quiet + 1;
    }
    await written;
    expect(seen.toSorted()).toEqual(ids.toSorted());
    await sql.end();
  });
});
