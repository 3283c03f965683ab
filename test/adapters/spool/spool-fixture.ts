import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { SharedPosition } from "../../../src/adapters/spool/shared-position.ts";
import { DrainProgress } from "../../../src/adapters/spool/drain-progress.ts";
import type { DrainParts } from "../../../src/adapters/spool/drain-parts.ts";
import { Drainer, type DrainStatus } from "../../../src/adapters/spool/drainer.ts";
import { listSegments } from "../../../src/adapters/spool/segment-files.ts";
import {
  nodeFileSystem,
  SpoolWriter,
  type SpoolFileSystem,
  type SpoolWriterOptions,
} from "../../../src/adapters/spool/spool-writer.ts";
import { uuidV7 } from "../../../src/lib/uuid-v7.ts";
import type { CallRecord } from "../../../src/ledger/call-record.ts";
import type { Log } from "../../../src/ports/log.ts";

let issued = 0;

/** A fresh call id. */
export function callId(): string {
  issued += 1;
  const counter = new Uint8Array(10);
  new DataView(counter.buffer).setUint32(6, issued);
  return uuidV7(Date.now(), counter);
}

export function callRecord(changes: Partial<CallRecord> = {}): CallRecord {
  return {
    id: callId(),
    started_at: "2026-11-24T12:00:00.000Z",
    project: "default",
    dialect: "openai-chat",
    operation: "chat.completions",
    stream: false,
    outcome: "answered",
    status: 200,
    attempts: 1,
    usage_source: "provider",
    latency_ms: 12.5,
    overhead_ms: 0.2,
    request_bytes: 100,
    response_bytes: 200,
    config_hash: "0123456789abcdef",
    ...changes,
  };
}

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-spool-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface LoggedEvent {
  readonly level: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

export interface RecordingLog extends Log {
  readonly events: LoggedEvent[];
  names(): readonly string[];
}

export function recordingLog(): RecordingLog {
  const events: LoggedEvent[] = [];
  const at =
    (level: string): Log["info"] =>
    (event, fields) => {
      events.push({ level, event, fields });
    };
  return {
    events,
    names: () => events.map(({ event }) => event),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
  };
}

/** A disk that fails when it is told to, and counts the writes. */
export class FaultyFileSystem implements SpoolFileSystem {
  writes = 0;
  syncs = 0;
  failWith: string | undefined;
  /** At most so many bytes a write. */
  maxBytesPerWrite = Number.POSITIVE_INFINITY;
  failOpenWith: string | undefined;
  failSyncWith: string | undefined;

  readonly openSync: SpoolFileSystem["openSync"] = (path, flags, mode) => {
    if (this.failOpenWith !== undefined) throw diskError(this.failOpenWith);
    return nodeFileSystem.openSync(path, flags, mode);
  };

  readonly writeSync: SpoolFileSystem["writeSync"] = (...[file, bytes, offset, length, position]) => {
    this.writes += 1;
    if (this.failWith !== undefined) throw diskError(this.failWith);
    return nodeFileSystem.writeSync(file, bytes, offset, Math.min(length, this.maxBytesPerWrite), position);
  };

  readonly closeSync = nodeFileSystem.closeSync;

  readonly fdatasync: SpoolFileSystem["fdatasync"] = (file, done) => {
    this.syncs += 1;
    if (this.failSyncWith === undefined) nodeFileSystem.fdatasync(file, done);
    else done(diskError(this.failSyncWith));
  };
}

function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: the disk says no`), { code });
}

export interface OpenWriter {
  readonly writer: SpoolWriter;
  readonly committed: SharedPosition;
  readonly log: RecordingLog;
}

export function openWriter(directory: string, options: Partial<SpoolWriterOptions> = {}): OpenWriter {
  const committed = new SharedPosition();
  const log = recordingLog();
  const writer = new SpoolWriter({
    directory,
    firstSegment: Math.max(0, ...listSegments(directory).keys()) + 1,
    segmentBytes: 1024 * 1024,
    fsync: "never",
    committed,
    fileSystem: nodeFileSystem,
    now: () => Date.now(),
    log,
    onFinished: () => undefined,
    ...options,
  });
  onTestFinished(() => writer.close());
  return { writer, committed, log };
}

/** A database in memory: rows by id, with faults on demand. */
export class MemoryCalls {
  readonly rows = new Map<string, string>();
  readonly bodies = new Map<string, string>();
  statements = 0;
  /** Every statement fails with this as an outage. */
  outage: string | undefined;
  /** A row that contains this text is refused. */
  refuses: string | undefined;
  beforeInsert: () => Promise<void> = () => Promise.resolve();

  async insertEncoded(rows: readonly string[], bodies: readonly string[]): Promise<void> {
    this.statements += 1;
    await this.beforeInsert();
    if (this.outage !== undefined) throw new Error(this.outage);
    const { refuses } = this;
    if (refuses !== undefined && [...rows, ...bodies].some((row) => row.includes(refuses))) {
      throw new RowRefused("the row is bad");
    }
    for (const row of rows) keep(this.rows, row);
    for (const body of bodies) keep(this.bodies, body);
  }

  parts(): DrainParts {
    return {
      calls: this,
      isDataError: (error) => error instanceof RowRefused,
      finishCount: (entry) => ({
        ...entry.call,
        usage_source: "counted",
        output_tokens: entry.count?.output?.length ?? 0,
      }),
      close: () => Promise.resolve(),
    };
  }
}

class RowRefused extends Error {}

function keep(table: Map<string, string>, row: string): void {
  const { id } = JSON.parse(row) as { readonly id: string };
  if (!table.has(id)) table.set(id, row);
}

export interface RunningDrainer {
  readonly drainer: Drainer;
  readonly log: RecordingLog;
  readonly progress: DrainProgress;
  status(): DrainStatus;
  stop(): Promise<void>;
}

export interface DrainerSetup {
  readonly directory: string;
  readonly calls: MemoryCalls;
  readonly committed: SharedPosition;
  readonly firstLiveSegment?: number;
  readonly insertTimeoutMs?: number;
  readonly openParts?: () => Promise<DrainParts>;
}

export function runDrainer(setup: DrainerSetup): RunningDrainer {
  const log = recordingLog();
  const progress = new DrainProgress();
  let latest: DrainStatus | undefined;
  const drainer = new Drainer({
    directory: setup.directory,
    firstLiveSegment: setup.firstLiveSegment ?? setup.committed.read().segment,
    committed: setup.committed,
    progress,
    backlogEnd: setup.committed.read(),
    insertTimeoutMs: setup.insertTimeoutMs ?? 5_000,
    log,
    openParts: setup.openParts ?? (() => Promise.resolve(setup.calls.parts())),
    onStatus: (status) => {
      latest = status;
    },
  });
  const running = drainer.run();
  const stop = async (): Promise<void> => {
    drainer.stop();
    await running;
  };
  onTestFinished(stop);
  return {
    drainer,
    log,
    progress,
    stop,
    status: () => {
      if (latest === undefined) throw new Error("the drainer has not reported");
      return latest;
    },
  };
}
