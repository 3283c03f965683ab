import type { SQL } from "#drizzle";
import type { CallStore, Reprice } from "../../ports/store.ts";
import { listCalls } from "./list-calls.ts";
import { countFindings } from "./count-findings.ts";
import { callsSince } from "./calls-since.ts";
import { bodyColumns, recordColumns, toCallBodies, toCallRecord } from "./call-row.ts";
import type { Database, Session } from "./database.ts";
import { findById } from "./find-call.ts";
import { insertEncoded } from "./insert-encoded.ts";
import { insertStatements } from "./insert-statements.ts";
import { maintainPartitions, maintenanceTimeoutMs } from "./maintain-partitions.ts";
import { callBodies, calls } from "./schema.ts";

/** The ledger in Postgres. */
export function callStore(database: Database): CallStore {
  const statements = insertStatements();
  return {
    insertEncoded: (rows, bodies) =>
      database.run("insert calls", ({ sql }) => insertEncoded(sql, statements, { rows, bodies })),
    list: (filter, limit, after) =>
      database.run("list calls", (session) => listCalls(session, { filter, limit, after, nowMs: Date.now() })),
    since: (filter, limit, after) =>
      database.run("tail calls", (session) => callsSince(session, { filter, limit, after, nowMs: Date.now() })),
    countFindings: (filter) => database.run("count findings", (session) => countFindings(session, filter)),
    get: (id) =>
      database.run("find a call", async (session) => {
        const row = await first(findById(calls, id), (where) =>
          session.query.select(recordColumns).from(calls).where(where).limit(1),
        );
        return row === undefined ? undefined : toCallRecord(row);
      }),
    bodies: (id) =>
      database.run("find bodies", async (session) => {
        const row = await first(findById(callBodies, id), (where) =>
          session.query.select(bodyColumns).from(callBodies).where(where).limit(1),
        );
        return row === undefined ? undefined : toCallBodies(row);
      }),
    reprice: (prices) => database.run("reprice calls", (session) => reprice(session, prices)),
    maintain: (nowMs, retentionDays) =>
      database.run(
        "maintain partitions",
        ({ sql }) => maintainPartitions(sql, { nowMs, retentionDays }),
        maintenanceTimeoutMs,
      ),
  };
}

/** The first row that any of the conditions finds, tried one after the other. */
async function first<Row>(
  conditions: readonly SQL[],
  find: (condition: SQL) => PromiseLike<readonly Row[]>,
): Promise<Row | undefined> {
  for (const condition of conditions) {
    const [row] = await find(condition);
    if (row !== undefined) return row;
  }
  return undefined;
}

const repriceStatement = `update calls set cost_nanodollars = new.cost, price_source = new.source, price_version = new.version
from json_to_recordset($1::text::json) as new(id uuid, started_at timestamptz, cost bigint, source text, version text)
where calls.id = new.id and calls.started_at = new.started_at`;

async function reprice({ sql }: Session, prices: readonly Reprice[]): Promise<void> {
  if (prices.length === 0) return;
  const rows = prices.map((price) => ({
    id: price.id,
    started_at: price.startedAt,
    cost: price.costNanodollars,
    source: price.priceSource,
    version: price.priceVersion,
  }));
  await sql.unsafe(repriceStatement, [JSON.stringify(rows)]);
}
