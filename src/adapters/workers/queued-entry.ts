import type { CallBodies, CallRecord } from "../../ledger/call-record.ts";

/** A row of `call_bodies`. */
export interface BodiesRow extends CallBodies {
  readonly id: string;
  readonly started_at: string;
}

/** What travels through the queue for one call: finished rows, nothing left to count. */
export interface QueuedEntry {
  readonly call: CallRecord;
  readonly bodies?: BodiesRow;
}
