import type { CallRecord, LedgerEntry } from "../../src/ledger/call-record.ts";
import type { Recorder } from "../../src/ports/recorder.ts";

export interface MemoryRecorder extends Recorder {
  readonly entries: readonly LedgerEntry[];
  readonly announced: readonly LedgerEntry[];
  /** Makes `accepting` answer false. */
  fill(): void;
  /** The next settled call; rejects when none comes within `withinMs`. */
  next(withinMs?: number): Promise<CallRecord>;
}

/** Keeps entries in memory, for tests whose subject is the call and not the spool. */
export function createMemoryRecorder(): MemoryRecorder {
  const entries: LedgerEntry[] = [];
  const announced: LedgerEntry[] = [];
  let taken = 0;
  let isFull = false;
  let wake = (): void => {};
  return {
    entries,
    announced,
    fill() {
      isFull = true;
    },
    async next(withinMs = 2_000) {
      const deadline = performance.now() + withinMs;
      while (entries.length <= taken) {
        const left = deadline - performance.now();
        if (left <= 0) throw new Error(`no call was settled within ${withinMs} ms`);
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, Math.min(left, 50));
        });
      }
      const entry = entries[taken];
      taken += 1;
      if (entry === undefined) throw new Error("no entry");
      return entry.call;
    },
    record(entry) {
      entries.push(entry);
      wake();
      // As the spool does: the row is safe a turn later.
      return new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
    opened: (entry) => void announced.push(entry),
    accepting: () => !isFull,
    state: () => ({
      pendingRecords: 0,
      pendingBytes: 0,
      maxBytes: 1,
      oldestPendingMs: 0,
      lastError: undefined,
      rejectedRecords: 0,
    }),
  };
}
