import { and, eq, gte, lte } from "#drizzle";
import type { SQL } from "#drizzle";
import type { PgColumn } from "#drizzle";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A call's id is made from the time it started; this much apart is allowed between the two. */
const slackMs = 60_000;

/** Later years have five digits, which Postgres does not read. */
const lastMs = Date.parse("9999-12-31T00:00:00Z");

interface Located {
  readonly id: PgColumn;
  readonly started_at: PgColumn;
}

/**
 * The conditions that find a row by its id alone, cheapest first. The tables are partitioned and sorted by time, and an
 * id of version 7 says its time. An id that does not is looked for everywhere. Empty when the text is no UUID.
 */
export function findById(table: Located, id: string): readonly SQL[] {
  const version = uuid.exec(id)?.[1];
  if (version === undefined) return [];
  const same = eq(table.id, id);
  const atMs = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  if (version !== "7" || atMs > lastMs) return [same];
  return [within(table, atMs, 0), within(table, atMs, slackMs)].map((time) => both(same, time));
}

function within({ started_at }: Located, atMs: number, slack: number): SQL | undefined {
  const at = (ms: number) => new Date(ms).toISOString();
  return and(gte(started_at, at(atMs - slack)), lte(started_at, at(atMs + slack)));
}

function both(first: SQL, second: SQL | undefined): SQL {
  return and(first, second) ?? first;
}
