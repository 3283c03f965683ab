import { closeSync, fdatasync, openSync, writeSync } from "node:fs";
import type { Log } from "../../ports/log.ts";
import type { SharedPosition } from "./shared-position.ts";
import { describeFailure } from "./describe-failure.ts";
import { createRecordBuffer } from "./record-buffer.ts";
import { retryDelay } from "./retry-delay.ts";
import { fileMode, segmentPath } from "./segment-files.ts";
import { maxJsonLength, type RecordKind, type SpoolPosition } from "./spool-record.ts";

/** The system calls of the writer, so that tests can let them fail. */
export interface SpoolFileSystem {
  openSync(path: string, flags: string, mode: number): number;
  writeSync(file: number, bytes: Uint8Array, offset: number, length: number, position: number): number;
  closeSync(file: number): void;
  fdatasync(file: number, done: (error: Error | null) => void): void;
}

export const nodeFileSystem: SpoolFileSystem = {
  openSync,
  writeSync,
  closeSync,
  fdatasync,
};

export interface SpoolWriterOptions {
  readonly directory: string;
  readonly firstSegment: number;
  readonly segmentBytes: number;
  readonly fsync: "never" | "interval";
  readonly committed: SharedPosition;
  readonly fileSystem: SpoolFileSystem;
  readonly now: () => number;
  readonly log: Log;
  /** Called with the size of a segment that is finished. */
  readonly onFinished: (segment: number, bytes: number) => void;
}

/** A turn that produces more is written in pieces. */
const maxBatchBytes = 1024 * 1024;
/** Memory for records that the disk does not take; only calls that were already running add to it. */
const maxHeldBytes = 64 * 1024 * 1024;
/** After a pause of this length a record is written at once instead of with its neighbours. */
const quietMs = 1;
/** How long a call waits for a failing disk before its answer ends without its record on it. */
const holdMs = 2_000;
/** After so many failures in a row the batch goes to a new file: the old one may be what is broken. */
const failuresBeforeNewSegment = 3;
/** A local disk is asked again within 0.8 seconds. */
const maxDelayDoublings = 4;
const maxShortWrites = 64;
const fsyncIntervalMs = 1_000;
/** Offsets are shared as 32-bit numbers. */
const maxSegmentBytes = 0x7fff_ffff - 2 * maxHeldBytes;

/**
 * Appends records to the newest segment. Group commit: what one turn of the event loop appends is written by one system
 * call at its end, and everybody shares one promise. A record that comes alone is written at once.
 */
export class SpoolWriter {
  readonly #options: SpoolWriterOptions;
  readonly #buffer = createRecordBuffer();
  #file: number;
  #segment: number;
  #offset = 0;
  #buffered = 0;
  #appendedBytes = 0;
  #turnMs = 0;
  #lastAloneMs = 0;
  #scheduled: NodeJS.Immediate | undefined;
  #batch: PromiseWithResolvers<void> | undefined;
  #failures = 0;
  #abandonSegment = false;
  #retryTimer: NodeJS.Timeout | undefined;
  #holdTimer: NodeJS.Timeout | undefined;
  #syncTimer: NodeJS.Timeout | undefined;
  #dirty = false;
  #syncError: string | undefined;
  #writeError: string | undefined;
  #closed = false;
  #lost = 0;

  constructor(options: SpoolWriterOptions) {
    this.#options = options;
    this.#segment = options.firstSegment;
    this.#file = this.#open(this.#segment);
    options.committed.startSegment(this.#segment);
    if (options.fsync === "interval") {
      this.#syncTimer = setInterval(() => this.#sync(), fsyncIntervalMs);
      this.#syncTimer.unref();
    }
  }

  /** How far the files are written. */
  get position(): SpoolPosition {
    return { segment: this.#segment, offset: this.#offset };
  }
  /** Bytes of all records that were ever appended, written or not. */
  get appendedBytes(): number {
    return this.#appendedBytes;
  }
  /** Bytes of records that are encoded and not yet written. */
  get bufferedBytes(): number {
    return this.#buffer.length;
  }
  /** The last failure to write, while it lasts. */
  get error(): string | undefined {
    return this.#writeError ?? this.#syncError;
  }
  /** Records that a failing disk keeps in memory. */
  get heldRecords(): number {
    return this.#failures === 0 ? 0 : this.#buffered;
  }
  /** Records that memory could not hold either. */
  get lostRecords(): number {
    return this.#lost;
  }

  /**
   * Undefined: the record is written. Else resolves when it is. On a disk that fails it waits, and after two seconds resolves without: the
   * answer is paid for, and `error`, `heldRecords` and the log say what it lacks. Never rejects.
   */
  append(kind: RecordKind, id: string, json: string): Promise<void> | undefined {
    if (this.#closed || json.length > maxJsonLength) return this.#lose(id);
    if (this.#failures > 0 && this.#buffer.length + json.length > maxHeldBytes) return this.#lose(id);
    if (this.#buffer.length === 0) this.#turnMs = this.#options.now();
    this.#appendedBytes += this.#buffer.append({ kind, writtenAtMs: this.#turnMs, id, json });
    this.#buffered += 1;
    if (this.#isQuiet() && this.flush()) return undefined;
    this.#batch ??= Promise.withResolvers<void>();
    const { promise } = this.#batch;
    if (this.#failures > 0) this.#limitWait();
    else if (this.#buffer.length >= maxBatchBytes) this.flush();
    else this.#scheduled ??= setImmediate(this.#onImmediate);
    return promise;
  }

  /**
   * Whether this record is alone: then writing it at once costs less than waiting for others, which takes a turn of the
   * event loop with its system call.
   */
  #isQuiet(): boolean {
    if (this.#buffered > 1 || this.#failures > 0) return false;
    const isQuiet = this.#turnMs - this.#lastAloneMs >= quietMs;
    this.#lastAloneMs = this.#turnMs;
    return isQuiet;
  }

  /** Writes what is buffered now. False: the disk does not take it. */
  flush(): boolean {
    if (this.#buffer.length === 0) return true;
    if (this.#closed) return false;
    try {
      this.#rotate();
      this.#write();
    } catch (error) {
      this.#fail(error);
      return false;
    }
    this.#succeed();
    return true;
  }

  /** Writes what is left; what cannot be written is lost, and said. */
  close(): void {
    if (this.#closed) return;
    if (!this.flush()) {
      this.#lost += this.#buffered;
      this.#options.log.error("spool-records-lost", { records: this.#buffered, error: this.error });
    }
    this.#closed = true;
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#holdTimer);
    clearInterval(this.#syncTimer);
    this.#settle();
    this.#retire(this.#file);
  }

  readonly #onImmediate = (): void => {
    this.#scheduled = undefined;
    if (this.#failures === 0) this.flush();
  };

  #write(): void {
    const { fileSystem } = this.#options;
    const bytes = this.#buffer.bytes();
    let written = 0;
    for (let writes = 0; written < bytes.length; writes += 1) {
      // By position, so that a try after a failure overwrites what the failed one may have left.
      const at = this.#offset + written;
      const count = fileSystem.writeSync(this.#file, bytes, written, bytes.length - written, at);
      if (count <= 0 || writes >= maxShortWrites) throw new Error("the disk takes only a part of each write");
      written += count;
    }
  }

  #succeed(): void {
    this.#offset += this.#buffer.length;
    this.#options.committed.advance(this.#offset);
    this.#buffer.clear();
    this.#buffered = 0;
    this.#dirty = true;
    this.#settle();
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.#writeError = undefined;
    clearTimeout(this.#retryTimer);
    this.#options.log.info("spool-write-recovered", { segment: this.#segment });
  }

  #fail(error: unknown): void {
    this.#failures += 1;
    this.#writeError = describeFailure(error);
    if (this.#failures === failuresBeforeNewSegment) this.#abandonSegment = true;
    this.#options.log.error("spool-write-failed", {
      failures: this.#failures,
      held: this.#buffered,
      error: this.#writeError,
    });
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.flush(), retryDelay(Math.min(this.#failures, maxDelayDoublings)));
    this.#limitWait();
  }

  #limitWait(): void {
    this.#holdTimer ??= setTimeout(() => {
      this.#options.log.error("spool-answers-without-record", { held: this.#buffered, error: this.#writeError });
      this.#settle();
    }, holdMs);
  }

  #settle(): void {
    clearTimeout(this.#holdTimer);
    this.#holdTimer = undefined;
    const batch = this.#batch;
    this.#batch = undefined;
    batch?.resolve();
  }

  #lose(id: string): Promise<void> {
    this.#lost += 1;
    this.#options.log.error("spool-record-lost", { id, closed: this.#closed, error: this.error });
    return Promise.resolve();
  }

  #rotate(): void {
    if (this.#offset < this.#options.segmentBytes && !this.#abandonSegment) return;
    const next = this.#segment + 1;
    let file: number;
    try {
      file = this.#open(next);
    } catch (error) {
      // No file descriptor left, perhaps: the old file still takes records.
      if (this.#abandonSegment || this.#offset > maxSegmentBytes) throw error;
      this.#options.log.warn("spool-rotate-failed", { segment: next, error: describeFailure(error) });
      return;
    }
    this.#retire(this.#file);
    this.#options.onFinished(this.#segment, this.#offset);
    this.#file = file;
    this.#segment = next;
    this.#offset = 0;
    this.#abandonSegment = false;
    this.#options.committed.startSegment(next);
  }

  #open(segment: number): number {
    return this.#options.fileSystem.openSync(segmentPath(this.#options.directory, segment), "wx", fileMode);
  }

  #retire(file: number): void {
    const { fileSystem } = this.#options;
    if (this.#options.fsync === "never" || !this.#dirty) return fileSystem.closeSync(file);
    fileSystem.fdatasync(file, (error) => {
      this.#synced(error);
      fileSystem.closeSync(file);
    });
  }

  #sync(): void {
    if (!this.#dirty && this.#syncError === undefined) return;
    this.#dirty = false;
    this.#options.fileSystem.fdatasync(this.#file, (error) => this.#synced(error));
  }

  #synced(error: Error | null): void {
    this.#syncError = error === null ? undefined : describeFailure(error);
    if (error !== null) this.#options.log.error("spool-sync-failed", { error: this.#syncError });
  }
}
