import type { CallRecord, LedgerEntry } from "../../ledger/call-record.ts";
import type { Background } from "../../ports/background.ts";
import type { Log } from "../../ports/log.ts";
import type { Recorder, RecorderState } from "../../ports/recorder.ts";
import { insertWithRetries, within } from "./insert-with-retries.ts";
import type { InsertTarget } from "./insert-with-retries.ts";
import type { BodiesRow, QueuedEntry } from "./queued-entry.ts";

/** A queue takes messages of 128 kB; their envelope and multi-byte text need room. */
const maxMessageBytes = 120_000;
/** How long an answer's end may wait for the queue. Then the row goes the direct way, because the answer is paid for. */
const queueWaitMs = 2_000;

export interface WorkersRecorderParts extends InsertTarget {
  readonly background: Background;
  readonly log: Log;
  /** Undefined: rows go straight into the database, after the answer. */
  readonly queue: { send(entry: QueuedEntry): Promise<unknown> } | undefined;
  /** Counts and prices what the provider did not report. */
  readonly finishCount: (entry: LedgerEntry) => CallRecord;
}

/**
 * The way of rows into the ledger from a runtime without a disk. With a queue, `record` resolves when the queue has the
 * row. Without one it returns at once and the row is written after the answer: an isolate that dies before has lost it.
 */
export function createWorkersRecorder(parts: WorkersRecorderParts): Recorder {
  const insert = (call: CallRecord, rows: readonly string[], bodies: readonly string[]): void => {
    const work = insertWithRetries(rows, bodies, parts).catch((error: unknown) => {
      parts.log.error("row-lost", { call: call.id, rows: rows.length, bodies: bodies.length, error });
    });
    parts.background.run("record", work);
  };
  const enqueue = async (queue: NonNullable<WorkersRecorderParts["queue"]>, entry: QueuedEntry): Promise<void> => {
    const { call, bodies } = entry;
    const isLarge = bodies !== undefined && utf8Length(JSON.stringify(entry)) > maxMessageBytes;
    if (isLarge) insert(call, [], [JSON.stringify(bodies)]);
    try {
      await within(queue.send(isLarge ? { call } : entry), queueWaitMs, parts.clock);
    } catch (error) {
      // Should the queue have it after all, one of the two finds the row there already.
      parts.log.warn("queue-failed", { call: call.id, error });
      insert(call, [JSON.stringify(call)], isLarge || bodies === undefined ? [] : [JSON.stringify(bodies)]);
    }
  };
  return {
    record(entry) {
      const call = finish(entry, parts);
      const bodies: BodiesRow | undefined =
        entry.bodies === undefined ? undefined : { id: call.id, started_at: call.started_at, ...entry.bodies };
      if (parts.queue !== undefined) return enqueue(parts.queue, bodies === undefined ? { call } : { call, bodies });
      insert(call, [JSON.stringify(call)], bodies === undefined ? [] : [JSON.stringify(bodies)]);
      return undefined;
    },
    // There is nowhere to announce a call to that outlives the isolate and costs less than the row itself.
    opened: () => {},
    accepting: () => true,
    state: () => nothingPending,
  };
}

const nothingPending: RecorderState = Object.freeze({
  pendingRecords: 0,
  pendingBytes: 0,
  maxBytes: 0,
  oldestPendingMs: 0,
  lastError: undefined,
  rejectedRecords: 0,
});

/** A row without its counted tokens is worth more than no row. */
function finish(entry: LedgerEntry, { finishCount, log }: WorkersRecorderParts): CallRecord {
  try {
    return finishCount(entry);
  } catch (error) {
    log.error("count-failed", { call: entry.call.id, error });
    return entry.call;
  }
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
