import type { LedgerEntry } from "../../ledger/call-record.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Recorder, RecorderState } from "../../ports/recorder.ts";
import { lockDirectory } from "./lock-directory.ts";
import { makeSpoolDirectory } from "./segment-files.ts";
import { SpoolRecorder } from "./spool-recorder.ts";
import type { SpoolFileSystem } from "./spool-writer.ts";

export interface SpoolRecorderOptions {
  /** Belongs to this process alone. Made when absent. */
  readonly directory: string;
  /** Calls are refused while this many bytes wait for the database. */
  readonly maxBytes?: number;
  /** A segment's size, after which the next begins; at most an eighth of `maxBytes`. */
  readonly segmentBytes?: number;
  /** `interval`: the disk is told to keep what was written once a second, against power loss. */
  readonly fsync?: "never" | "interval";
  /** A statement that takes longer counts as an outage, in milliseconds. */
  readonly insertTimeoutMs?: number;
  /** URL (`file:…`) of the module that exports `openDrainParts`; loaded in the drainer's thread. */
  readonly partsModule: string;
  /** Handed to `openDrainParts`: plain data. */
  readonly partsInput: unknown;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  /** For tests of a failing disk. */
  readonly fileSystem?: SpoolFileSystem;
}

export interface SpoolState extends RecorderState {
  readonly accepting: boolean;
  /** Why the disk does not take records, while it does not. */
  readonly writeError: string | undefined;
  /** Records in memory only, because the disk does not take them. */
  readonly heldRecords: number;
  /** Records that neither the disk nor memory could take. Anything but 0 is a broken promise. */
  readonly lostRecords: number;
  /** Captured bodies that were left out because the spool was more than half full, or the body too large. */
  readonly droppedBodies: number;
  readonly openCalls: number;
  readonly tornRecords: number;
  readonly corruptPlaces: number;
  /** How often the drainer's thread died and was started again. */
  readonly drainerRestarts: number;
}

export interface SpoolRecorderHandle extends Recorder {
  /**
   * Notes that a streamed call has begun. `entry.call` is the row that the ledger gets if this process dies before
   * `record` is called for the same id.
   */
  opened(entry: LedgerEntry): void;
  state(): SpoolState;
  /** True when everything recorded so far is in the database; false when `withinMs` milliseconds were not enough. */
  drainNow(withinMs: number): Promise<boolean>;
  /** Writes what is left, ends the drainer's thread and gives the directory back. Does not wait for the database. */
  close(): Promise<void>;
}

/** Opens the spool and starts its drainer. Throws when another living process has the directory. */
export function createSpoolRecorder(options: SpoolRecorderOptions): SpoolRecorderHandle {
  makeSpoolDirectory(options.directory);
  const unlock = lockDirectory(options.directory);
  try {
    return new SpoolRecorder(options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}
