import type { OpenCalls } from "./open-calls.ts";
import type { SegmentItem } from "./read-segment.ts";
import type { SpoolCursor } from "./spool-cursor.ts";
import type { SpoolRecord } from "./spool-record.ts";

const maxBatchRecords = 500;
const maxBatchBytes = 1024 * 1024;

export interface BatchSource {
  readonly cursor: SpoolCursor;
  readonly openCalls: OpenCalls;
  /** Segments before this one were written by processes that are dead. */
  readonly firstLiveSegment: number;
  onDamage(segment: number, item: Exclude<SegmentItem, { readonly kind: "record" }>): void;
  onForgottenOpen(id: string): void;
}

export interface Batch {
  /** Records that become rows, in the order they were written. */
  readonly records: readonly SpoolRecord[];
  /** Finished calls among them. */
  readonly calls: number;
  /** False: nothing new has been written. */
  readonly advanced: boolean;
  /** True: nothing more has been written. */
  readonly caughtUp: boolean;
}

/** Reads the next records, at most 500 or a mebibyte, and not across the end of a segment. */
export function collectBatch(source: BatchSource): Batch {
  const { cursor, openCalls } = source;
  const records: SpoolRecord[] = [];
  let calls = 0;
  let bytes = 0;
  let advanced = false;
  let caughtUp = false;
  while (records.length < maxBatchRecords && bytes < maxBatchBytes) {
    const step = cursor.next();
    if (step === undefined) {
      caughtUp = true;
      break;
    }
    advanced = true;
    if (step.kind === "moved") {
      // The writer of what was read so far is dead: calls that it opened and never closed broke with it.
      if (step.from < source.firstLiveSegment && step.to >= source.firstLiveSegment)
        records.push(...openCalls.takeAll());
      break;
    }
    bytes += step.item.end - step.item.start;
    if (step.item.kind !== "record") {
      source.onDamage(step.segment, step.item);
      continue;
    }
    const { record } = step.item;
    if (record.kind === "open") {
      if (!openCalls.remember(record)) source.onForgottenOpen(record.id);
      continue;
    }
    records.push(record);
    if (record.kind === "body") continue;
    calls += 1;
    openCalls.release(record.id);
  }
  return { records, calls, advanced, caughtUp };
}
