import { describeFailure } from "./describe-failure.ts";
import type { DrainParts } from "./drain-parts.ts";
import type { SpoolRecord } from "./spool-record.ts";

/** A record and the row that goes into the database for it. */
export interface InsertItem {
  readonly record: SpoolRecord;
  readonly row: string;
}

export interface InsertTarget {
  readonly parts: Pick<DrainParts, "calls" | "isDataError">;
  /** A statement that takes longer counts as an outage, in milliseconds. */
  readonly timeoutMs: number;
  /** Waits before try `attempt` + 1; rejects when draining is to stop. */
  outage(error: unknown, attempt: number): Promise<void>;
  recovered(): void;
  /** Keeps a record aside that will never be taken. */
  reject(record: SpoolRecord, reason: string): void;
}

/**
 * Returns when every item is in the database or set aside as refused. An outage is waited out however long it takes; a
 * refused batch is halved until the one bad row is alone.
 */
export async function insertBatch(items: readonly InsertItem[], target: InsertTarget): Promise<void> {
  const [first] = items;
  if (first === undefined) return;
  const refusal = await insertThroughOutages(items, target);
  if (refusal === undefined) return;
  if (items.length === 1) {
    target.reject(first.record, describeFailure(refusal.error));
    return;
  }
  const middle = Math.ceil(items.length / 2);
  await insertBatch(items.slice(0, middle), target);
  await insertBatch(items.slice(middle), target);
}

/** Undefined when the items are in; else why the database refuses them. */
async function insertThroughOutages(
  items: readonly InsertItem[],
  target: InsertTarget,
): Promise<{ readonly error: unknown } | undefined> {
  const rows = items.filter((item) => item.record.kind !== "body").map((item) => item.row);
  const bodies = items.filter((item) => item.record.kind === "body").map((item) => item.row);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await withinTime(target.parts.calls.insertEncoded(rows, bodies), target.timeoutMs);
      target.recovered();
      return undefined;
    } catch (error) {
      if (target.parts.isDataError(error)) return { error };
      await target.outage(error, attempt);
    }
  }
}

/** The statement may still succeed after its time: then the next try finds the rows there, which is no error. */
async function withinTime(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the database did not answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
