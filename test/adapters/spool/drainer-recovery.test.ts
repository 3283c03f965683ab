import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { Checkpoint, readCheckpoint } from "../../../src/adapters/spool/checkpoint.ts";
import { listSegments, segmentPath } from "../../../src/adapters/spool/segment-files.ts";
import {
  callRecord,
  MemoryCalls,
  openWriter,
  runDrainer,
  temporaryDirectory,
  type OpenWriter,
} from "./spool-fixture.ts";

async function writeCalls({ writer }: OpenWriter, count: number): Promise<readonly string[]> {
  const calls = Array.from({ length: count }, () => callRecord());
  for (const call of calls) await writer.append("close", call.id, JSON.stringify(call));
  return calls.map((call) => call.id);
}

function idsIn(calls: MemoryCalls): readonly string[] {
  return [...calls.rows.keys()];
}

test("a checkpoint that is missing, torn or from another spool means that everything is inserted again, and ignored", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  const ids = await writeCalls(opened, 10);
  const calls = new MemoryCalls();
  const first = runDrainer({ directory, calls, committed: opened.committed });
  await vi.waitFor(() => expect(readCheckpoint(directory)).toEqual(opened.writer.position));
  await first.stop();
  for (const content of ["", "00000000 1 5\n", "not a checkpoint"]) {
    writeFileSync(join(directory, "checkpoint"), content);
    expect(readCheckpoint(directory)).toBeUndefined();
    const again = runDrainer({ directory, calls, committed: opened.committed });
    await vi.waitFor(() => expect(again.progress.drainedCalls).toBe(10));
    await again.stop();
  }
  new Checkpoint(directory, { segment: 99, offset: 12 }).close();
  const last = runDrainer({ directory, calls, committed: opened.committed });
  await vi.waitFor(() => expect(last.progress.drainedCalls).toBe(10));
  expect(idsIn(calls)).toEqual(ids);
});

test("damage is put aside, counted and logged, and the records around it are taken", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  const ids = await writeCalls(opened, 5);
  const path = segmentPath(directory, 1);
  const bytes = readFileSync(path);
  const lineBytes = bytes.indexOf(10) + 1;
  bytes.fill(0x3f, lineBytes + 30, lineBytes + 60);
  writeFileSync(path, bytes.subarray(0, bytes.length - 3));
  const after = openWriter(directory);
  const calls = new MemoryCalls();
  const { progress, status, log } = runDrainer({ directory, calls, committed: after.committed });
  await vi.waitFor(() => expect(progress.position).toEqual(after.writer.position));
  expect(idsIn(calls)).toEqual([ids[0], ids[2], ids[3]]);
  expect(status()).toMatchObject({ corruptPlaces: 1, tornRecords: 1 });
  const aside = `corrupt-000001-${lineBytes}.log`;
  expect(readFileSync(join(directory, aside))).toEqual(bytes.subarray(lineBytes, 2 * lineBytes));
  expect(log.events).toContainEqual({
    level: "error",
    event: "spool-corrupt",
    fields: { segment: 1, start: lineBytes, bytes: lineBytes, file: aside },
  });
});

test("a call that is open while its process lives leaves no row until it is closed", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory, { segmentBytes: 2_000 });
  const calls = new MemoryCalls();
  const { progress } = runDrainer({ directory, calls, committed: opened.committed });
  const call = callRecord({ outcome: "broke" });
  await opened.writer.append("open", call.id, JSON.stringify(call));
  await writeCalls(opened, 30);
  await vi.waitFor(() => expect(progress.position).toEqual(opened.writer.position));
  expect(progress.openCalls).toBe(1);
  expect(calls.rows.has(call.id)).toBe(false);
  const closed = { ...call, outcome: "answered" as const };
  await opened.writer.append("close", call.id, JSON.stringify(closed));
  await vi.waitFor(() => expect(progress.openCalls).toBe(0));
  expect(calls.rows.get(call.id)).toBe(JSON.stringify(closed));
});

test("a call whose process died before its end stands in the ledger as it was announced, also when its segment is long gone", async () => {
  const directory = temporaryDirectory();
  const dead = openWriter(directory, { segmentBytes: 2_000 });
  const calls = new MemoryCalls();
  const [orphan, finished] = [callRecord({ outcome: "broke" }), callRecord({ outcome: "broke" })];
  for (const call of [orphan, finished]) await dead.writer.append("open", call.id, JSON.stringify(call));
  await writeCalls(dead, 30);
  await dead.writer.append("close", finished.id, JSON.stringify({ ...finished, outcome: "answered" }));
  const first = runDrainer({ directory, calls, committed: dead.committed, firstLiveSegment: 1 });
  await vi.waitFor(() => expect(first.progress.position).toEqual(dead.writer.position));
  await first.stop();
  expect([...listSegments(directory).keys()][0]).toBeGreaterThan(1);
  expect(calls.rows.has(orphan.id)).toBe(false);

  const alive = openWriter(directory);
  const second = runDrainer({ directory, calls, committed: alive.committed });
  await vi.waitFor(() => expect(second.progress.position).toEqual(alive.writer.position));
  expect(calls.rows.get(orphan.id)).toBe(JSON.stringify(orphan));
  expect(calls.rows.get(finished.id)).toContain("answered");
  expect(calls.rows.size).toBe(32);
  expect(existsSync(join(directory, "open-calls"))).toBe(false);
});

test("a drainer that is restarted in a living process does not take its open calls for dead", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory, { segmentBytes: 2_000 });
  const calls = new MemoryCalls();
  const call = callRecord({ outcome: "broke" });
  await opened.writer.append("open", call.id, JSON.stringify(call));
  await writeCalls(opened, 30);
  for (let round = 0; round < 3; round += 1) {
    const running = runDrainer({ directory, calls, committed: opened.committed, firstLiveSegment: 1 });
    await writeCalls(opened, 10);
    await vi.waitFor(() => expect(running.progress.position).toEqual(opened.writer.position));
    expect(running.progress.openCalls).toBe(1);
    await running.stop();
  }
  expect(calls.rows.has(call.id)).toBe(false);
  expect(calls.rows.size).toBe(60);
});

test("a crash between the insert and the checkpoint doubles nothing", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  const ids = await writeCalls(opened, 100);
  const calls = new MemoryCalls();
  // The commit happens and its answer is lost: what a crash in between looks like to the next drainer.
  const insert = calls.insertEncoded.bind(calls);
  calls.insertEncoded = async (rows, bodies) => {
    await insert(rows, bodies);
    throw new Error("connection reset");
  };
  const first = runDrainer({ directory, calls, committed: opened.committed });
  await vi.waitFor(() => expect(calls.rows.size).toBe(100));
  await first.stop();
  expect(readCheckpoint(directory)).toEqual({ segment: 1, offset: 0 });
  calls.insertEncoded = insert;
  const second = runDrainer({ directory, calls, committed: opened.committed });
  await vi.waitFor(() => expect(second.progress.position).toEqual(opened.writer.position));
  expect(idsIn(calls)).toEqual(ids);
});

test("a checkpoint that was torn while it was written leaves the one before it", () => {
  const directory = temporaryDirectory();
  const path = join(directory, "checkpoint");
  const checkpoint = new Checkpoint(directory, { segment: 1, offset: 0 });
  for (let offset = 100; offset <= 500; offset += 100) {
    const before = readCheckpoint(directory);
    const old = readFileSync(path);
    checkpoint.write({ segment: 1, offset });
    expect(readCheckpoint(directory)).toEqual({ segment: 1, offset });
    const whole = readFileSync(path);
    // As a crash leaves it after any of the bytes that changed.
    for (let cut = 0; cut < whole.length; cut += 1) {
      writeFileSync(path, Buffer.concat([whole.subarray(0, cut), old.subarray(cut)]));
      expect([before, { segment: 1, offset }]).toContainEqual(readCheckpoint(directory));
    }
    writeFileSync(path, whole);
  }
  checkpoint.close();
});
