import { rmSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Log } from "../../ports/log.ts";
import { Checkpoint } from "./checkpoint.ts";
import { collectBatch, type Batch, type BatchSource } from "./collect-batch.ts";
import type { SharedPosition } from "./shared-position.ts";
import { describeFailure } from "./describe-failure.ts";
import type { DrainProgress } from "./drain-progress.ts";
import type { DrainParts } from "./drain-parts.ts";
import { insertBatch, type InsertItem, type InsertTarget } from "./insert-batch.ts";
import { OpenCalls } from "./open-calls.ts";
import { quarantine } from "./quarantine.ts";
import { RejectedRecords } from "./rejected-records.ts";
import { countCalls, resumeDrain } from "./resume-drain.ts";
import { retryDelay } from "./retry-delay.ts";
import { rowOfRecord } from "./row-of-record.ts";
import { listSegments, segmentPath } from "./segment-files.ts";
import { SpoolCursor } from "./spool-cursor.ts";
import type { SpoolPosition, SpoolRecord } from "./spool-record.ts";
import { Waker } from "./waker.ts";

export interface DrainerOptions {
  readonly directory: string;
  /** Segments before this one were written by processes that are dead. */
  readonly firstLiveSegment: number;
  readonly committed: Pick<SharedPosition, "read">;
  readonly progress: DrainProgress;
  /** Calls up to here are counted as the backlog that the drainer found. */
  readonly backlogEnd: SpoolPosition;
  readonly insertTimeoutMs: number;
  readonly log: Log;
  /** May reject while the database is away; it is then called again. */
  openParts(): Promise<DrainParts>;
  onStatus(status: DrainStatus): void;
}

/** What changes rarely; `DrainProgress` has what changes with every batch. */
export interface DrainStatus {
  /** Calls that waited when this drainer started. */
  readonly backlogCalls: number;
  readonly rejectedRecords: number;
  readonly lastError: string | undefined;
  /** Interrupted last records that were skipped, and damaged places. */
  readonly tornRecords: number;
  readonly corruptPlaces: number;
}

/**
 * How long records may gather before they are taken: a statement costs half a millisecond of processor time, however few
 * rows it brings. Full batches follow each other without a pause.
 */
const gatherMs = 200;
const insertChunk = 500;

class DrainStopped extends Error {}

/** Takes the spool's records into the database, in order, and deletes the segments that are done. */
export class Drainer {
  readonly #options: DrainerOptions;
  readonly #openCalls: OpenCalls;
  readonly #rejected: RejectedRecords;
  readonly #cursor: SpoolCursor;
  readonly #checkpoint: Checkpoint;
  readonly #source: BatchSource;
  readonly #waker = new Waker();
  #stopping = false;
  #position: SpoolPosition;
  #deletedBelow = 0;
  readonly #backlogCalls: number;
  #lastError: string | undefined;
  #tornRecords = 0;
  #corruptPlaces = 0;

  constructor(options: DrainerOptions) {
    const { directory } = options;
    this.#options = options;
    this.#openCalls = new OpenCalls(directory);
    this.#rejected = new RejectedRecords(directory);
    this.#position = resumeDrain(directory, this.#openCalls);
    this.#backlogCalls = countCalls(directory, this.#position, options.backlogEnd);
    this.#cursor = new SpoolCursor(directory, options.committed, this.#position);
    options.progress.moveTo(this.#position);
    this.#checkpoint = new Checkpoint(directory, this.#position);
    this.#source = {
      cursor: this.#cursor,
      openCalls: this.#openCalls,
      firstLiveSegment: options.firstLiveSegment,
      onDamage: (segment, item) => this.#noteDamage(segment, item),
      onForgottenOpen: (id) => options.log.warn("spool-open-calls-full", { id, open: this.#openCalls.size }),
    };
  }

  /** Resolves after `stop`; rejects when the spool itself cannot be read or written. */
  async run(): Promise<void> {
    let parts: DrainParts | undefined;
    try {
      this.#report();
      parts = await this.#openParts();
      while (!this.#stopping) await this.#step(parts);
    } catch (error) {
      if (!(error instanceof DrainStopped)) throw error;
    } finally {
      this.#cursor.close();
      this.#checkpoint.close();
      await parts?.close();
    }
  }

  /** Looks and tries again now instead of after the wait that is running. */
  hurry(): void {
    this.#waker.wake();
  }

  stop(): void {
    this.#stopping = true;
    this.#waker.wake();
  }

  async #step(parts: DrainParts): Promise<void> {
    const batch = collectBatch(this.#source);
    if (batch.advanced) {
      await this.#insert(batch, parts);
      this.#position = this.#cursor.position;
      this.#checkpoint.write(this.#position);
      this.#deleteFinished();
      const { progress } = this.#options;
      progress.addDrainedCalls(batch.calls);
      progress.oldestAtMs = undefined;
      progress.openCalls = this.#openCalls.size;
      progress.moveTo(this.#position);
    }
    if (batch.caughtUp) await this.#waker.sleep(gatherMs);
    else await nextTurn();
  }

  async #insert(batch: Batch, parts: DrainParts): Promise<void> {
    this.#options.progress.oldestAtMs = batch.records[0]?.writtenAtMs;
    const target: InsertTarget = {
      parts,
      timeoutMs: this.#options.insertTimeoutMs,
      outage: (error, attempt) => this.#waitOut(error, attempt),
      recovered: () => this.#recover(),
      reject: (record, reason) => this.#reject(record, reason),
    };
    for (let at = 0; at < batch.records.length; at += insertChunk) {
      const chunk = batch.records.slice(at, at + insertChunk);
      const items: InsertItem[] = [];
      for (const record of chunk) {
        // Nearly all rows go on as they are; only those to be counted are worth a wait.
        const item = record.kind === "count" ? await this.#counted(record, parts) : { record, row: record.json };
        if (item !== undefined) items.push(item);
      }
      await insertBatch(items, target);
    }
  }

  /** Undefined when the record cannot be read. */
  async #counted(record: SpoolRecord, parts: DrainParts): Promise<InsertItem | undefined> {
    const row = await rowOfRecord(record, parts);
    if (row.kind === "unreadable") {
      this.#reject(record, row.reason);
      return undefined;
    }
    if (row.kind === "uncounted") {
      this.#options.log.warn("spool-count-failed", { id: record.id, error: describeFailure(row.error) });
    }
    return { record, row: row.text };
  }

  async #openParts(): Promise<DrainParts> {
    for (let attempt = 0; ; attempt += 1) {
      if (this.#stopping) throw new DrainStopped();
      try {
        const parts = await this.#options.openParts();
        this.#recover();
        return parts;
      } catch (error) {
        await this.#waitOut(error, attempt);
      }
    }
  }

  async #waitOut(error: unknown, attempt: number): Promise<void> {
    if (this.#stopping) throw new DrainStopped();
    this.#lastError = describeFailure(error);
    if (attempt === 0) this.#options.log.error("spool-drain-failed", { error: this.#lastError });
    this.#report();
    await this.#waker.sleep(retryDelay(attempt));
    if (this.#stopping) throw new DrainStopped();
  }

  #recover(): void {
    if (this.#lastError === undefined) return;
    this.#lastError = undefined;
    this.#report();
    this.#options.log.info("spool-drain-recovered");
  }

  #reject(record: SpoolRecord, reason: string): void {
    this.#rejected.add(record, reason);
    this.#report();
    // The reason may quote the row, so it stands in the file only.
    this.#options.log.error("spool-record-rejected", { id: record.id, kind: record.kind, file: "rejected.log" });
  }

  #deleteFinished(): void {
    if (this.#deletedBelow === this.#position.segment) return;
    const { directory } = this.#options;
    const finished = [...listSegments(directory).keys()].filter((segment) => segment < this.#position.segment);
    this.#openCalls.save();
    for (const segment of finished) rmSync(segmentPath(directory, segment), { force: true });
    this.#deletedBelow = this.#position.segment;
  }

  readonly #noteDamage: BatchSource["onDamage"] = (segment, { kind, start, end }) => {
    const { directory, log } = this.#options;
    const fields = { segment, start, bytes: end - start };
    if (kind === "torn") {
      this.#tornRecords += 1;
      this.#report();
      log.warn("spool-torn-record", fields);
      return;
    }
    this.#corruptPlaces += 1;
    this.#report();
    const read = (from: number, to: number): Uint8Array => this.#cursor.read(from, to);
    log.error("spool-corrupt", { ...fields, file: quarantine(directory, { segment, start, end, read }) });
  };

  #report(): void {
    this.#options.onStatus({
      backlogCalls: this.#backlogCalls,
      rejectedRecords: this.#rejected.count,
      lastError: this.#lastError,
      tornRecords: this.#tornRecords,
      corruptPlaces: this.#corruptPlaces,
    });
  }
}
