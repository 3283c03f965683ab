import type { LedgerEntry } from "../../src/ledger/call-record.ts";
import type { Recorder } from "../../src/ports/recorder.ts";

/** Holds the ledger's rows until somebody asks for them by their call. */
export interface MemoryLedger extends Recorder {
  /** The rows of a call, which are forgotten then. */
  take(callId: string): readonly LedgerEntry[];
  /** Rows that nobody has asked for. */
  readonly left: number;
}

const idle = { pendingRecords: 0, pendingBytes: 0, maxBytes: 1, oldestPendingMs: 0, rejectedRecords: 0 } as const;

export function createMemoryLedger(): MemoryLedger {
  const rows = new Map<string, readonly LedgerEntry[]>();
  return {
    record(entry) {
      rows.set(entry.call.id, [...(rows.get(entry.call.id) ?? []), entry]);
      // As the spool does: the row is safe a turn later.
      return new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
    opened: () => {},
    accepting: () => true,
    state: () => ({ ...idle, lastError: undefined }),
    take(callId) {
      const found = rows.get(callId) ?? [];
      rows.delete(callId);
      return found;
    },
    get left() {
      return rows.size;
    },
  };
}
