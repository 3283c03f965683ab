import type { LedgerEntry } from "../../ledger/call-record.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { CommittedPosition } from "./committed-position.ts";
import type { SpoolRecorderHandle, SpoolRecorderOptions, SpoolState } from "./create-spool-recorder.ts";
import { DrainThread } from "./drain-thread.ts";
import type { DrainStatus } from "./drainer.ts";
import { listSegments } from "./segment-files.ts";
import { SegmentSizes } from "./segment-sizes.ts";
import { maxJsonLength, type SpoolPosition } from "./spool-record.ts";
import { nodeFileSystem, SpoolWriter } from "./spool-writer.ts";

const defaultMaxBytes = 1024 * 1024 * 1024;
const defaultSegmentBytes = 16 * 1024 * 1024;
const minSegmentsInBound = 8;
const defaultInsertTimeoutMs = 30_000;
/** After the bound was reached calls are taken again below this share of it, so that the gate does not flutter. */
const reopenShare = 0.9;
/** Above this share of the bound captured bodies are left out: rows come first. */
const bodiesShare = 0.5;
/** While somebody waits for the drainer, it is kept from long waits of its own. */
const hurryEveryMs = 100;

const nothingReported: DrainStatus = Object.freeze({
  position: { segment: 0, offset: 0 },
  backlogCalls: 0,
  drainedCalls: 0,
  rejectedRecords: 0,
  oldestAtMs: undefined,
  lastError: undefined,
  openCalls: 0,
  tornRecords: 0,
  corruptPlaces: 0,
});

interface Waiter {
  readonly target: SpoolPosition;
  done(isDrained: boolean): void;
}

export class SpoolRecorder implements SpoolRecorderHandle {
  readonly #options: SpoolRecorderOptions;
  readonly #maxBytes: number;
  readonly #unlock: () => void;
  readonly #writer: SpoolWriter;
  readonly #sizes: SegmentSizes;
  readonly #thread: DrainThread;
  readonly #waiters = new Set<Waiter>();
  #status: DrainStatus = nothingReported;
  #isFull = false;
  #closing: Promise<void> | undefined;
  #droppedBodies = 0;
  /** Pending when the last status came, and what the writer had appended then. */
  #pendingBytes: number;
  #appendedBytes = 0;
  #recordedCalls = 0;
  #recordedAtStart = 0;
  #pendingSinceMs: number;

  constructor(options: SpoolRecorderOptions, unlock: () => void) {
    this.#options = options;
    this.#unlock = unlock;
    this.#maxBytes = options.maxBytes ?? defaultMaxBytes;
    this.#pendingSinceMs = options.clock.now();
    const { directory } = options;
    const old = listSegments(directory);
    const checkpoint = readCheckpoint(directory) ?? { segment: 0, offset: 0 };
    const firstLiveSegment = Math.max(checkpoint.segment, ...old.keys()) + 1;
    this.#sizes = new SegmentSizes(old);
    this.#pendingBytes = this.#sizes.bytesBetween(checkpoint, { segment: firstLiveSegment, offset: 0 });
    const committed = new CommittedPosition();
    this.#writer = new SpoolWriter({
      directory,
      firstSegment: firstLiveSegment,
      segmentBytes: Math.min(options.segmentBytes ?? defaultSegmentBytes, this.#maxBytes / minSegmentsInBound),
      fsync: options.fsync ?? "never",
      committed,
      fileSystem: options.fileSystem ?? nodeFileSystem,
      now: () => options.clock.now(),
      log: options.log,
      onFinished: (segment, bytes) => this.#sizes.finish(segment, bytes),
    });
    this.#thread = new DrainThread({
      log: options.log,
      onStatus: (status) => this.#onStatus(status),
      input: () => this.#threadInput(firstLiveSegment, committed),
    });
  }

  record(entry: LedgerEntry): Promise<void> {
    const { call } = entry;
    if (entry.bodies !== undefined) this.#recordBodies(entry);
    if (this.#pendingCalls() === 0) this.#pendingSinceMs = this.#options.clock.now();
    this.#recordedCalls += 1;
    const json = entry.count === undefined ? undefined : JSON.stringify({ call, count: entry.count });
    if (json !== undefined && json.length <= maxJsonLength) return this.#writer.append("count", call.id, json);
    return this.#writer.append("close", call.id, JSON.stringify(call));
  }

  opened(entry: LedgerEntry): void {
    // Nobody waits for it: `append` never rejects.
    void this.#writer.append("open", entry.call.id, JSON.stringify(entry.call));
  }

  accepting(): boolean {
    if (this.#closing !== undefined || this.#writer.error !== undefined) return false;
    const pending = this.#currentPendingBytes();
    this.#isFull = pending >= (this.#isFull ? this.#maxBytes * reopenShare : this.#maxBytes);
    return !this.#isFull;
  }

  state(): SpoolState {
    const status = this.#status;
    const pendingRecords = this.#pendingCalls();
    const oldestMs = this.#options.clock.now() - (status.oldestAtMs ?? this.#pendingSinceMs);
    return {
      pendingRecords,
      pendingBytes: this.#currentPendingBytes(),
      maxBytes: this.#maxBytes,
      oldestPendingMs: pendingRecords === 0 ? 0 : Math.max(0, oldestMs),
      lastError: this.#thread.crash ?? status.lastError,
      rejectedRecords: status.rejectedRecords,
      accepting: this.accepting(),
      writeError: this.#writer.error,
      heldRecords: this.#writer.heldRecords,
      lostRecords: this.#writer.lostRecords,
      droppedBodies: this.#droppedBodies,
      openCalls: status.openCalls,
      tornRecords: status.tornRecords,
      corruptPlaces: status.corruptPlaces,
      drainerRestarts: this.#thread.restarts,
    };
  }

  async drainNow(withinMs: number): Promise<boolean> {
    const isWritten = this.#writer.flush();
    const target = this.#writer.position;
    if (isWritten && this.#isDrainedTo(target)) return true;
    const hurry = setInterval(() => this.#thread.hurry(), hurryEveryMs);
    this.#thread.hurry();
    const isDrained = await this.#waitFor(target, withinMs);
    clearInterval(hurry);
    return isDrained && isWritten;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#writer.close();
    await this.#thread.stop();
    for (const waiter of this.#waiters) waiter.done(this.#isDrainedTo(waiter.target));
    this.#unlock();
  }

  #recordBodies({ call, bodies }: LedgerEntry): void {
    const isCrowded = this.#currentPendingBytes() > this.#maxBytes * bodiesShare || this.#writer.error !== undefined;
    const json = isCrowded ? "" : JSON.stringify({ id: call.id, started_at: call.started_at, ...bodies });
    if (isCrowded || json.length > maxJsonLength) {
      this.#droppedBodies += 1;
      return;
    }
    void this.#writer.append("body", call.id, json);
  }

  #threadInput(
    firstLiveSegment: number,
    committed: CommittedPosition,
  ): ReturnType<ConstructorParameters<typeof DrainThread>[0]["input"]> {
    const { directory, partsModule, partsInput, insertTimeoutMs = defaultInsertTimeoutMs } = this.#options;
    this.#writer.flush();
    // Until the new thread has counted what waits, what is known of it now stands.
    this.#status = { ...this.#status, backlogCalls: this.#pendingCalls(), drainedCalls: 0 };
    this.#recordedAtStart = this.#recordedCalls;
    return {
      directory,
      firstLiveSegment,
      committed: committed.shared,
      backlogEnd: this.#writer.position,
      insertTimeoutMs,
      partsModule,
      partsInput,
    };
  }

  #onStatus(status: DrainStatus): void {
    this.#status = status;
    this.#pendingBytes = this.#sizes.bytesBetween(status.position, this.#writer.position) + this.#writer.bufferedBytes;
    this.#appendedBytes = this.#writer.appendedBytes;
    this.#pendingSinceMs = this.#options.clock.now();
    for (const waiter of this.#waiters) {
      if (this.#isDrainedTo(waiter.target)) waiter.done(true);
    }
  }

  #currentPendingBytes(): number {
    return this.#pendingBytes + this.#writer.appendedBytes - this.#appendedBytes;
  }

  #pendingCalls(): number {
    const { backlogCalls, drainedCalls } = this.#status;
    return Math.max(0, backlogCalls - drainedCalls + this.#recordedCalls - this.#recordedAtStart);
  }

  #isDrainedTo(target: SpoolPosition): boolean {
    const { position } = this.#status;
    if (position.segment !== target.segment) return position.segment > target.segment;
    return position.offset >= target.offset;
  }

  #waitFor(target: SpoolPosition, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        target,
        done: (isDrained) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(isDrained);
        },
      };
      const timer = setTimeout(() => waiter.done(false), withinMs);
      this.#waiters.add(waiter);
    });
  }
}
