import { and, asc, gte, sql } from "#drizzle";
import type { SQL } from "#drizzle";
import { HoldfastError } from "../../errors.ts";
import type { CallRecord } from "../../ledger/call-record.ts";
import type { CallCursor, CallFilter } from "../../ports/store.ts";
import { callConditions, timeConditions } from "./call-conditions.ts";
import { recordColumns, toCallRecord } from "./call-row.ts";
import type { Session } from "./database.ts";
import { pageSize } from "./page-size.ts";
import { calls } from "./schema.ts";

/**
 * How far back a newly arrived call may have started to be seen by `tail`. It keeps the partitions few that a poll
 * looks into. A record that waited longer in a spool is in the ledger, and not in the tail.
 */
const maxAgeMs = 7 * 86_400_000;

/** A busy database has some hundred transactions in flight; each takes up to 20 digits. */
const maxCursorLength = 20_000;

const snapshot = /^\d{1,20}:\d{1,20}:[\d,]*$/;
const positionText = /^(\d{1,20})\/([0-9a-f-]{36})$/;

/**
 * Where a tail stands. Rows are numbered by the transaction that wrote them, and transactions do not commit in the
 * order of their numbers, so a number alone would skip those that commit late. A snapshot says exactly which
 * transactions had ended: what is new is what can be seen now and could not be seen in `seen`.
 */
interface TailPosition {
  readonly seen: string;
  /** When a page did not hold all that was new: the snapshot that is being read, and the last row that was given. */
  readonly reading: { readonly snapshot: string; readonly arrived: string; readonly id: string } | undefined;
}

export interface CallsSinceQuery {
  readonly filter: CallFilter;
  readonly limit: number;
  readonly after: CallCursor | undefined;
  readonly nowMs: number;
}

export interface NewCalls {
  readonly calls: readonly CallRecord[];
  readonly cursor: CallCursor;
}

/** Calls that became visible after the cursor, in the order of their transactions; without a cursor: where to begin. */
export async function callsSince(session: Session, query: CallsSinceQuery): Promise<NewCalls> {
  const limit = pageSize(query.limit);
  const position = query.after === undefined ? undefined : readPosition(query.after.id);
  // One snapshot for both statements: "what is there" and "as of when".
  return await session.query.transaction(
    async (transaction) => {
      const [now] = await transaction.execute<{ snapshot: string }>(
        sql`select pg_current_snapshot()::text as snapshot`,
      );
      if (now === undefined) throw new HoldfastError("store-unavailable");
      if (position === undefined)
        return { calls: [], cursor: cursorOf({ seen: now.snapshot, reading: undefined }, query) };
      const rows = await transaction
        .select({ ...recordColumns, arrived: calls.arrived })
        .from(calls)
        .where(and(...callConditions(query.filter), timeConditions(query.filter), newSince(position, query.nowMs)))
        .orderBy(asc(calls.arrived), asc(calls.id))
        .limit(limit);
      const last = rows.length === limit ? rows.at(-1) : undefined;
      const target = position.reading?.snapshot ?? now.snapshot;
      const next: TailPosition =
        last === undefined
          ? { seen: target, reading: undefined }
          : { seen: position.seen, reading: { snapshot: target, arrived: last.arrived, id: last.id } };
      return { calls: rows.map(({ arrived: _arrived, ...row }) => toCallRecord(row)), cursor: cursorOf(next, query) };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

function newSince({ seen, reading }: TailPosition, nowMs: number): SQL | undefined {
  return and(
    gte(calls.started_at, new Date(nowMs - maxAgeMs).toISOString()),
    sql`${calls.arrived} >= pg_snapshot_xmin(${seen}::text::pg_snapshot)`,
    sql`not pg_visible_in_snapshot(${calls.arrived}, ${seen}::text::pg_snapshot)`,
    reading === undefined
      ? undefined
      : and(
          sql`pg_visible_in_snapshot(${calls.arrived}, ${reading.snapshot}::text::pg_snapshot)`,
          sql`(${calls.arrived}, ${calls.id}) > (${reading.arrived}::text::xid8, ${reading.id}::text::uuid)`,
        ),
  );
}

function cursorOf({ seen, reading }: TailPosition, { nowMs }: CallsSinceQuery): CallCursor {
  const id = reading === undefined ? seen : `${seen}~${reading.snapshot}~${reading.arrived}/${reading.id}`;
  return { startedAt: new Date(nowMs).toISOString(), id };
}

function readPosition(text: string): TailPosition {
  const [seen = "", target, last, ...rest] = text.length > maxCursorLength ? [] : text.split("~");
  if (snapshot.test(seen) && rest.length === 0) {
    if (target === undefined) return { seen, reading: undefined };
    const [, arrived, id] = positionText.exec(last ?? "") ?? [];
    if (snapshot.test(target) && arrived !== undefined && id !== undefined) {
      return { seen, reading: { snapshot: target, arrived, id } };
    }
  }
  throw new HoldfastError("request-invalid", {
    message: "The cursor is not one that a tail was given; begin without one.",
    param: "after",
  });
}
