import { setTimeout as sleep } from "node:timers/promises";
import type { LedgerEntry } from "../../ledger/call-record.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { SharedPosition } from "./shared-position.ts";
import type { SpoolRecorderHandle, SpoolRecorderOptions, SpoolState } from "./create-spool-recorder.ts";
import { DrainThread } from "./drain-thread.ts";
import { DrainProgress } from "./drain-progress.ts";
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
/** While somebody waits for the drainer, it is looked at this often, and kept from waits of its own. */
const hurryEveryMs = 20;

const nothingReported: DrainStatus = Object.freeze({
  backlogCalls: 0,
  rejectedRecords: 0,
  lastError: undefined,
  tornRecords: 0,
  corruptPlaces: 0,
});

export class SpoolRecorder implements SpoolRecorderHandle {
  readonly #options: SpoolRecorderOptions;
  readonly #maxBytes: number;
  readonly #unlock: () => void;
  readonly #writer: SpoolWriter;
  readonly #sizes: SegmentSizes;
  readonly #thread: DrainThread;
  #status: DrainStatus = nothingReported;
  /** Of the thread that runs; each has its own. */
  #progress = new DrainProgress();
  #drainedTo: SpoolPosition;
  #isFull = false;
  #closing: Promise<void> | undefined;
  #droppedBodies = 0;
  /** Pending when the drainer's position last changed, and what the writer had appended then. */
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
    this.#drainedTo = checkpoint;
    this.#pendingBytes = this.#sizes.bytesBetween(checkpoint, { segment: firstLiveSegment, offset: 0 });
    const committed = new SharedPosition();
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
      onStatus: (status) => {
        this.#status = status;
      },
      input: () => this.#threadInput(firstLiveSegment, committed),
    });
  }

  record(entry: LedgerEntry): Promise<void> | undefined {
    const { call } = entry;
    if (entry.bodies !== undefined) this.#recordBodies(entry);
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
    const pendingBytes = this.#currentPendingBytes();
    const pendingRecords = this.#pendingCalls();
    const oldestMs = this.#options.clock.now() - (this.#progress.oldestAtMs ?? this.#pendingSinceMs);
    return {
      pendingRecords,
      pendingBytes,
      maxBytes: this.#maxBytes,
      oldestPendingMs: pendingRecords === 0 ? 0 : Math.max(0, oldestMs),
      lastError: this.#thread.crash ?? status.lastError,
      rejectedRecords: status.rejectedRecords,
      accepting: this.accepting(),
      writeError: this.#writer.error,
      heldRecords: this.#writer.heldRecords,
      lostRecords: this.#writer.lostRecords,
      droppedBodies: this.#droppedBodies,
      openCalls: this.#progress.openCalls,
      tornRecords: status.tornRecords,
      corruptPlaces: status.corruptPlaces,
      drainerRestarts: this.#thread.restarts,
    };
  }

  async drainNow(withinMs: number): Promise<boolean> {
    const isWritten = this.#writer.flush();
    const target = this.#writer.position;
    const deadline = performance.now() + withinMs;
    while (!this.#isDrainedTo(target)) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0 || this.#closing !== undefined) return false;
      this.#thread.hurry();
      await sleep(Math.min(hurryEveryMs, leftMs));
    }
    return isWritten;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#writer.close();
    await this.#thread.stop();
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
    committed: SharedPosition,
  ): ReturnType<ConstructorParameters<typeof DrainThread>[0]["input"]> {
    const { directory, partsModule, partsInput, insertTimeoutMs = defaultInsertTimeoutMs } = this.#options;
    this.#writer.flush();
    // Until the new thread has counted what waits, what is known of it now stands.
    this.#status = { ...this.#status, backlogCalls: this.#pendingCalls() };
    this.#recordedAtStart = this.#recordedCalls;
    this.#progress = new DrainProgress();
    return {
      directory,
      firstLiveSegment,
      committed: committed.shared,
      progress: this.#progress.shared,
      backlogEnd: this.#writer.position,
      insertTimeoutMs,
      partsModule,
      partsInput,
    };
  }

  #currentPendingBytes(): number {
    const position = this.#progress.position;
    if (isBefore(this.#drainedTo, position)) {
      this.#drainedTo = position;
      this.#pendingBytes = this.#sizes.bytesBetween(position, this.#writer.position) + this.#writer.bufferedBytes;
      this.#appendedBytes = this.#writer.appendedBytes;
      this.#pendingSinceMs = this.#options.clock.now();
    }
    const pending = this.#pendingBytes + this.#writer.appendedBytes - this.#appendedBytes;
    if (pending === 0) this.#pendingSinceMs = this.#options.clock.now();
    return pending;
  }

  #pendingCalls(): number {
    const found = this.#status.backlogCalls - this.#progress.drainedCalls;
    return Math.max(0, found + this.#recordedCalls - this.#recordedAtStart);
  }

  #isDrainedTo(target: SpoolPosition): boolean {
    return !isBefore(this.#progress.position, target);
  }
}

function isBefore(left: SpoolPosition, right: SpoolPosition): boolean {
  return left.segment === right.segment ? left.offset < right.offset : left.segment < right.segment;
}
