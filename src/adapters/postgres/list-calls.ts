import { and, desc, gte, lt, lte, sql } from "#drizzle";
import type { SQL } from "#drizzle";
import type { CallRecord } from "../../ledger/call-record.ts";
import type { CallCursor, CallFilter, CallPage } from "../../ports/store.ts";
import { callConditions, readInstant, timeConditions } from "./call-conditions.ts";
import { recordColumns, toCallRecord } from "./call-row.ts";
import type { Session } from "./database.ts";
import { dearCallNanodollars, slowCallMs } from "./extreme-calls.ts";
import { pageSize } from "./page-size.ts";
import { calls } from "./schema.ts";

const dayMs = 86_400_000;

/**
 * A list looks back this many days, then this many more, and so on until the page is full; the last step is everything
 * older. A statement over a bounded time touches the partitions of that time only, and reads them in order; over
 * unbounded time Postgres would open every partition, and merge them.
 */
const stepsInDays: readonly number[] = [1 / 24, 1, 4, 16, 64];

/** The order of the primary key: rows come sorted, and reading stops when the page is full. */
const walkedOrder = [desc(calls.started_at), desc(calls.id)];

/**
 * The same order, in a form that no index has: what matches is found first and sorted then. Postgres thinks that extreme
 * values are more frequent than they are, and would walk through millions of rows to meet the few.
 */
const sortedOrder = [desc(sql`(${calls.started_at} + interval '0')`), desc(calls.id)];

export interface CallListQuery {
  readonly filter: CallFilter;
  readonly limit: number;
  readonly after: CallCursor | undefined;
  readonly nowMs: number;
}

/** One page of calls, newest first, strictly older than `after`. Throws `request-invalid` for a filter it cannot read. */
export async function listCalls(session: Session, query: CallListQuery): Promise<CallPage> {
  const limit = pageSize(query.limit);
  const position = query.after === undefined ? undefined : olderThan(query.after);
  const conditions = [...callConditions(query.filter), timeConditions(query.filter), position];
  const order = wantsExtremes(query.filter) ? sortedOrder : walkedOrder;
  const found: CallRecord[] = [];
  for (const window of windows(query)) {
    const rows = await session.query
      .select(recordColumns)
      .from(calls)
      .where(and(...conditions, window))
      .orderBy(...order)
      .limit(limit + 1 - found.length);
    found.push(...rows.map(toCallRecord));
    if (found.length > limit) break;
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const more = found.length > limit && last !== undefined;
  return { calls: page, next: more ? { startedAt: last.started_at, id: last.id } : undefined };
}

/** The bounds on `started_at` are said twice: a comparison of pairs does not tell Postgres which partitions to leave out. */
function olderThan(cursor: CallCursor): SQL | undefined {
  const startedAt = readInstant(cursor.startedAt, "after");
  return and(
    lte(calls.started_at, startedAt),
    sql`(${calls.started_at}, ${calls.id}) < (${startedAt}::timestamptz, ${cursor.id}::uuid)`,
  );
}

function wantsExtremes({ minCostNanodollars = 0, minLatencyMs = 0 }: CallFilter): boolean {
  return minCostNanodollars >= dearCallNanodollars || minLatencyMs >= slowCallMs;
}

function* windows({ filter, after, nowMs }: CallListQuery): Generator<SQL | undefined> {
  const tops = [filter.until, after?.startedAt].filter((text) => text !== undefined).map((text) => Date.parse(text));
  const floor = filter.since === undefined ? 0 : Date.parse(filter.since);
  const top = Math.min(nowMs, ...tops);
  // Nothing bounds the newest step from above: the clock of the one who wrote a row may be ahead of ours.
  let upper: SQL | undefined;
  let days = 0;
  for (const step of stepsInDays) {
    days += step;
    const lower = top - days * dayMs;
    if (lower <= floor) break;
    const from = new Date(lower).toISOString();
    yield and(upper, gte(calls.started_at, from));
    upper = lt(calls.started_at, from);
  }
  yield upper;
}
