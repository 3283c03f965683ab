import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  createSpoolRecorder,
  type SpoolRecorderHandle,
  type SpoolRecorderOptions,
} from "../../../src/adapters/spool/create-spool-recorder.ts";
import { testRecorder } from "../../contracts/recorder.ts";
import {
  callRecord,
  FaultyFileSystem,
  openWriter,
  recordingLog,
  temporaryDirectory,
  type RecordingLog,
} from "./spool-fixture.ts";
import { faults, readRows, refusedModel } from "./sqlite-parts.ts";

const partsModule = new URL("./sqlite-parts.ts", import.meta.url).href;
const waiting = { timeout: 8_000 };

interface OpenRecorder {
  readonly recorder: SpoolRecorderHandle;
  readonly directory: string;
  readonly log: RecordingLog;
  fault(name: string): void;
  repair(name: string): void;
}

function openRecorder(options: Partial<SpoolRecorderOptions> = {}): OpenRecorder {
  const directory = options.directory ?? temporaryDirectory();
  const log = recordingLog();
  const recorder = createSpoolRecorder({
    directory,
    partsModule,
    partsInput: directory,
    clock: { now: () => Date.now() },
    log,
    ...options,
  });
  onTestFinished(() => recorder.close());
  return {
    recorder,
    directory,
    log,
    fault: (name) => writeFileSync(join(directory, name), ""),
    repair: (name) => rmSync(join(directory, name)),
  };
}

/** About two kilobytes. */
function largeCall(): ReturnType<typeof callRecord> {
  return callRecord({ tags: { filler: "x".repeat(1_700) } });
}

describe("the spool recorder", () => {
  testRecorder({
    open: () => {
      const { recorder, directory } = openRecorder();
      return Promise.resolve({
        recorder,
        rows: () => Promise.resolve(readRows(directory)),
        bodies: () => Promise.resolve(readRows(directory, "bodies")),
      });
    },
    call: callRecord,
    withinMs: 5_000,
  });
});

test("at its bound it accepts no calls, until the database has taken a tenth of it", async () => {
  const opened = openRecorder({ maxBytes: 100_000, segmentBytes: 10_000 });
  const { recorder, directory } = opened;
  opened.fault(faults.outage);
  let recorded = 0;
  while (recorder.accepting()) {
    await recorder.record({ call: largeCall() });
    recorded += 1;
  }
  expect(recorded).toBeGreaterThan(45);
  expect(recorded).toBeLessThan(55);
  expect(recorder.state()).toMatchObject({ accepting: false, pendingRecords: recorded });
  // A call that was already running is recorded all the same.
  await recorder.record({ call: largeCall() });
  await vi.waitFor(() => expect(recorder.state().lastError).toContain("connection refused"), waiting);
  expect(recorder.state().oldestPendingMs).toBeGreaterThan(0);
  opened.repair(faults.outage);
  await vi.waitFor(() => expect(recorder.accepting()).toBe(true), waiting);
  expect(await recorder.drainNow(5_000)).toBe(true);
  expect(readRows(directory).size).toBe(recorded + 1);
  await vi.waitFor(() => expect(recorder.state().lastError).toBeUndefined(), waiting);
  expect(recorder.state()).toMatchObject({ pendingRecords: 0, pendingBytes: 0 });
  const left = readdirSync(directory).filter((name) => /^\d+\.log$/.test(name));
  expect(left).toHaveLength(1);
});

test("does not flutter at its bound: between nine tenths and all of it, it stays as it was", async () => {
  const opened = openRecorder({ maxBytes: 200_000, segmentBytes: 9_000 });
  const { recorder, directory } = opened;
  opened.fault(faults.outage);
  while (recorder.accepting()) await recorder.record({ call: largeCall() });
  const seen: { readonly share: number; readonly accepting: boolean }[] = [];
  while (!recorder.accepting()) {
    const before = recorder.state().pendingBytes;
    // One segment is drained, a twentieth of the bound.
    renameSync(join(directory, faults.outage), join(directory, faults.oneMore));
    await vi.waitFor(() => expect(recorder.state().pendingBytes).toBeLessThan(before), waiting);
    const { pendingBytes, accepting } = recorder.state();
    seen.push({ share: pendingBytes / 200_000, accepting });
  }
  expect(seen.filter(({ share, accepting }) => share > 0.9 && !accepting).length).toBeGreaterThan(0);
  expect(seen.filter(({ share, accepting }) => share > 0.9 === accepting)).toEqual([]);
  // Open again, it stays open up to the bound.
  while (recorder.state().pendingBytes < 195_000) await recorder.record({ call: largeCall() });
  expect(recorder.accepting()).toBe(true);
});

test("over half of its bound it leaves captured bodies out, and counts them; rows are kept", async () => {
  const opened = openRecorder({ maxBytes: 100_000 });
  const { recorder, directory } = opened;
  opened.fault(faults.outage);
  const bodies = { request: "y".repeat(8_000) };
  for (let index = 0; index < 20; index += 1) await recorder.record({ call: callRecord(), bodies });
  const { droppedBodies } = recorder.state();
  expect(droppedBodies).toBeGreaterThan(10);
  expect(recorder.accepting()).toBe(true);
  opened.repair(faults.outage);
  expect(await recorder.drainNow(8_000)).toBe(true);
  expect(readRows(directory).size).toBe(20);
  expect(readRows(directory, "bodies").size).toBe(20 - droppedBodies);
});

test("a body that is too large for a record is left out", async () => {
  const { recorder, directory } = openRecorder();
  const call = callRecord();
  await recorder.record({ call, bodies: { response: "z".repeat(11 * 1024 * 1024) } });
  expect(recorder.state().droppedBodies).toBe(1);
  expect(await recorder.drainNow(5_000)).toBe(true);
  expect([...readRows(directory).keys()]).toEqual([call.id]);
});

test("what the process before it left is counted as pending, and drained", async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, faults.outage), "");
  const { writer } = openWriter(directory, { segmentBytes: 5_000 });
  for (let index = 0; index < 100; index += 1) {
    const call = callRecord();
    await writer.append("close", call.id, JSON.stringify(call));
  }
  writer.close();
  const { recorder, repair } = openRecorder({ directory });
  expect(recorder.state().pendingBytes).toBe(writer.appendedBytes);
  await vi.waitFor(() => expect(recorder.state().pendingRecords).toBe(100), waiting);
  await recorder.record({ call: callRecord() });
  expect(recorder.state().pendingRecords).toBe(101);
  repair(faults.outage);
  await vi.waitFor(() => expect(recorder.state().pendingRecords).toBe(0), waiting);
  expect(readRows(directory).size).toBe(101);
});

test("drainNow says false when the deadline passes first, and what was not drained stays", async () => {
  const opened = openRecorder();
  opened.fault(faults.outage);
  await opened.recorder.record({ call: callRecord() });
  const started = performance.now();
  expect(await opened.recorder.drainNow(300)).toBe(false);
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(opened.recorder.state().pendingRecords).toBe(1);
  opened.repair(faults.outage);
  expect(await opened.recorder.drainNow(5_000)).toBe(true);
  expect(readRows(opened.directory).size).toBe(1);
});

test("drainNow includes what was recorded in the same turn", async () => {
  const { recorder, directory } = openRecorder();
  const call = callRecord();
  void recorder.record({ call });
  expect(await recorder.drainNow(5_000)).toBe(true);
  expect([...readRows(directory).keys()]).toEqual([call.id]);
});

test("a drainer's thread that dies is started again, says so, and loses nothing", async () => {
  const opened = openRecorder();
  opened.fault(faults.crashThread);
  const calls = Array.from({ length: 10 }, () => callRecord());
  for (const call of calls) await opened.recorder.record({ call });
  await vi.waitFor(() => expect(opened.recorder.state().drainerRestarts).toBe(1), waiting);
  expect(opened.recorder.state().lastError).toBe("the thread crashed");
  expect(opened.log.names()).toContain("spool-drainer-died");
  expect(await opened.recorder.drainNow(8_000)).toBe(true);
  expect(readRows(opened.directory).size).toBe(10);
  expect(opened.recorder.state()).toMatchObject({ pendingRecords: 0, pendingBytes: 0, lastError: undefined });
});

test("a parts module that does not exist is an error in the state, not the end of the process", async () => {
  const { recorder } = openRecorder({ partsModule: new URL("./no-such-parts.ts", import.meta.url).href });
  await recorder.record({ call: callRecord() });
  await vi.waitFor(() => expect(recorder.state().lastError).toContain("no-such-parts"), waiting);
  await vi.waitFor(() => expect(recorder.state().drainerRestarts).toBeGreaterThan(1), waiting);
  expect(recorder.state().pendingRecords).toBe(1);
});

test("a database that is away at the start is waited for", async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, faults.unreachable), "");
  const { recorder } = openRecorder({ directory });
  await recorder.record({ call: callRecord() });
  await vi.waitFor(() => expect(recorder.state().lastError).toBe("no route to host"), waiting);
  rmSync(join(directory, faults.unreachable));
  expect(await recorder.drainNow(8_000)).toBe(true);
  expect(readRows(directory).size).toBe(1);
});

test("a row that the database refuses is set aside and counted", async () => {
  const { recorder, directory } = openRecorder();
  await recorder.record({ call: callRecord({ requested_model: refusedModel }) });
  await recorder.record({ call: callRecord() });
  expect(await recorder.drainNow(5_000)).toBe(true);
  await vi.waitFor(() => expect(recorder.state().rejectedRecords).toBe(1), waiting);
  expect(recorder.state()).toMatchObject({ pendingRecords: 0, lastError: undefined });
  expect(readRows(directory).size).toBe(1);
});

test("a failing disk closes the gate at once and opens it when it works again", async () => {
  const fileSystem = new FaultyFileSystem();
  const { recorder, directory } = openRecorder({ fileSystem });
  fileSystem.failWith = "ENOSPC";
  const recorded = recorder.record({ call: callRecord(), bodies: { request: "kept" } });
  await vi.waitFor(() => expect(recorder.accepting()).toBe(false));
  void recorder.record({ call: callRecord(), bodies: { request: "left out" } });
  expect(recorder.state()).toMatchObject({ heldRecords: 3, droppedBodies: 1, lostRecords: 0 });
  expect(recorder.state().writeError).toContain("ENOSPC");
  expect(await recorder.drainNow(100)).toBe(false);
  fileSystem.failWith = undefined;
  await recorded;
  expect(recorder.accepting()).toBe(true);
  expect(await recorder.drainNow(5_000)).toBe(true);
  expect(readRows(directory).size).toBe(2);
});

test("a directory has one writer; closing gives it back", async () => {
  const { recorder, directory } = openRecorder();
  expect(() => openRecorder({ directory })).toThrow(new RegExp(`in use by process ${process.pid}.*Stop that process`));
  await recorder.close();
  const second = openRecorder({ directory });
  expect(second.recorder.accepting()).toBe(true);
});

test("closing twice, during an outage and under records that come late is clean", async () => {
  const opened = openRecorder();
  opened.fault(faults.outage);
  await opened.recorder.record({ call: callRecord() });
  await sleep(100);
  const waiter = opened.recorder.drainNow(60_000);
  const started = performance.now();
  await Promise.all([opened.recorder.close(), opened.recorder.close()]);
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(await waiter).toBe(false);
  expect(opened.recorder.accepting()).toBe(false);
  await opened.recorder.record({ call: callRecord() });
  expect(opened.recorder.state().lostRecords).toBe(1);
  opened.repair(faults.outage);
  const next = openRecorder({ directory: opened.directory });
  expect(await next.recorder.drainNow(5_000)).toBe(true);
  expect(readRows(opened.directory).size).toBe(1);
});

test("nobody else may read the spool", async () => {
  const parent = temporaryDirectory();
  const directory = join(parent, "spool");
  const { recorder } = openRecorder({ directory });
  await recorder.record({ call: callRecord() });
  await recorder.drainNow(5_000);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(directory).filter((file) => !file.includes("sqlite"))) {
    expect([name, statSync(join(directory, name)).mode & 0o777]).toEqual([name, 0o600]);
  }
});
