import type { LedgerEntry } from "../ledger/call-record.ts";

/** What operators are told about the way of records into the database. */
export interface RecorderState {
  /** Records accepted and not yet in the database. */
  readonly pendingRecords: number;
  readonly pendingBytes: number;
  readonly maxBytes: number;
  /** Age of the oldest pending record, in milliseconds. */
  readonly oldestPendingMs: number;
  /** The last failure to write into the database, when the newest try failed. */
  readonly lastError: string | undefined;
  /** Records no database would take, kept aside in the spool's `rejected` file. */
  readonly rejectedRecords: number;
}

/** Takes finished calls into the ledger. */
export interface Recorder {
  /**
   * When the promise resolves (or `undefined` is returned), the entry survives the death of this process.
   * Never rejects, and never waits without end: a recorder that can take no more says so in `accepting` before the call
   * starts. When its disk fails under calls that already run, it resolves after two seconds, because their answers are
   * paid for; until the disk works again the entries are in memory only, and its state and log say so.
   */
  record(entry: LedgerEntry): Promise<void> | undefined;
  /**
   * Announces a call that will be recorded later under the same id. If this process dies before that, the entry stands in
   * the ledger as it was announced. A recorder that cannot promise this does nothing.
   */
  opened(entry: LedgerEntry): void;
  /** False while the bound is reached: calls are then refused with `spool-full` before they cost money. */
  accepting(): boolean;
  state(): RecorderState;
}
