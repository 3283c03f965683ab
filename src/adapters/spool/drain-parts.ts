import type { CallRecord, LedgerEntry } from "../../ledger/call-record.ts";
import type { CallStore } from "../../ports/store.ts";

/** What the drainer needs in its own thread, where nothing of the main thread can be used. */
export interface DrainParts {
  readonly calls: Pick<CallStore, "insertEncoded">;
  /** True when a row itself is at fault and would be refused again; false for an outage. */
  isDataError(error: unknown): boolean;
  /** Counts and prices an entry that came with text to count. */
  finishCount(entry: LedgerEntry): CallRecord | Promise<CallRecord>;
  close(): Promise<void>;
}

/**
 * Builds the parts from plain data (the database's URL, prices, …). The module that exports it under this name,
 * `openDrainParts`, is loaded inside the drainer's thread. May reject while the database is away: it is called again.
 */
export type OpenDrainParts = (input: unknown) => Promise<DrainParts>;
