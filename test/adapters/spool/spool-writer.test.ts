import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { listSegments, segmentPath } from "../../../src/adapters/spool/segment-files.ts";
import { SegmentReader } from "../../../src/adapters/spool/read-segment.ts";
import { FaultyFileSystem, openWriter, temporaryDirectory } from "./spool-fixture.ts";

const holdMs = 2_000;

/** Ids of the whole records in the files, in order. */
function idsOnDisk(directory: string): readonly string[] {
  return [...listSegments(directory)].flatMap(([segment, size]) => {
    const reader = new SegmentReader(segmentPath(directory, segment), 0);
    const ids: string[] = [];
    for (let item = reader.next({ end: size, final: true }); item !== undefined;) {
      if (item.kind === "record") ids.push(item.record.id);
      item = reader.next({ end: size, final: true });
    }
    reader.close();
    return ids;
  });
}

/** Whether the promise has resolved by now. */
async function isResolved(promise: Promise<void> | undefined): Promise<boolean> {
  if (promise === undefined) return true;
  return Promise.race([promise.then(() => true), Promise.resolve().then(() => false)]);
}

test("a record that comes alone is written at once; those that follow it closely share one system call and one promise", async () => {
  const directory = temporaryDirectory();
  const fileSystem = new FaultyFileSystem();
  const { writer } = openWriter(directory, { fileSystem, now: () => 1_000 });
  expect(writer.append("close", "alone", "{}")).toBeUndefined();
  expect(fileSystem.writes).toBe(1);
  const promises = Array.from({ length: 99 }, (_, index) => writer.append("close", `id-${index}`, "{}"));
  expect(new Set(promises).size).toBe(1);
  expect(fileSystem.writes).toBe(1);
  await promises.at(-1);
  expect(fileSystem.writes).toBe(2);
  expect(idsOnDisk(directory)).toHaveLength(100);
});

test("a record is in the file when its promise resolves", async () => {
  const directory = temporaryDirectory();
  const { writer, committed } = openWriter(directory);
  await writer.append("close", "a", "{}");
  expect(idsOnDisk(directory)).toEqual(["a"]);
  expect(committed.read()).toEqual(writer.position);
});

test("a turn that produces megabytes is written in pieces", async () => {
  const directory = temporaryDirectory();
  const fileSystem = new FaultyFileSystem();
  const { writer } = openWriter(directory, { fileSystem, segmentBytes: 64 * 1024 * 1024 });
  const json = JSON.stringify("x".repeat(300_000));
  await Array.from({ length: 20 }, (_, index) => writer.append("body", `id-${index}`, json)).at(-1);
  expect(fileSystem.writes).toBeGreaterThan(4);
  expect(idsOnDisk(directory)).toHaveLength(20);
});

test("segments end at their size and are numbered on", async () => {
  const directory = temporaryDirectory();
  const finished: (readonly [number, number])[] = [];
  const { writer } = openWriter(directory, {
    segmentBytes: 1_000,
    onFinished: (segment, bytes) => finished.push([segment, bytes]),
  });
  for (let index = 0; index < 50; index += 1)
    await writer.append("close", `id-${index}`, JSON.stringify("y".repeat(90)));
  const segments = [...listSegments(directory)];
  expect(segments.length).toBeGreaterThan(5);
  expect(finished).toEqual(segments.slice(0, -1));
  expect(idsOnDisk(directory)).toEqual(Array.from({ length: 50 }, (_, index) => `id-${index}`));
});

test("short writes are completed", async () => {
  const directory = temporaryDirectory();
  const fileSystem = new FaultyFileSystem();
  fileSystem.maxBytesPerWrite = 7;
  const { writer } = openWriter(directory, { fileSystem });
  await writer.append("close", "a", '{"text":"twenty letters and some more"}');
  expect(fileSystem.writes).toBeGreaterThan(5);
  expect(idsOnDisk(directory)).toEqual(["a"]);
});

test("a disk that takes one byte at a time counts as failing, and its leftovers are overwritten", async () => {
  const directory = temporaryDirectory();
  const fileSystem = new FaultyFileSystem();
  fileSystem.maxBytesPerWrite = 1;
  const { writer } = openWriter(directory, { fileSystem });
  const written = writer.append("close", "a", JSON.stringify("z".repeat(500)));
  await vi.waitFor(() => expect(writer.error).toContain("only a part"));
  fileSystem.maxBytesPerWrite = Number.POSITIVE_INFINITY;
  await written;
  expect(writer.error).toBeUndefined();
  expect(idsOnDisk(directory)).toEqual(["a"]);
  expect(readFileSync(segmentPath(directory, 1))).toHaveLength(writer.position.offset);
});

test.each(["ENOSPC", "EIO"])(
  "on %s nothing resolves until the disk works again, and then everything is there",
  async (code) => {
    const directory = temporaryDirectory();
    const fileSystem = new FaultyFileSystem();
    const { writer, log, committed } = openWriter(directory, { fileSystem });
    await writer.append("close", "before", "{}");
    const before = committed.read();
    fileSystem.failWith = code;
    const first = writer.append("close", "first", "{}");
    await vi.waitFor(() => expect(writer.error).toContain(code));
    const second = writer.append("close", "second", "{}");
    await sleep(300);
    expect(await isResolved(first)).toBe(false);
    expect(await isResolved(second)).toBe(false);
    expect(writer.heldRecords).toBe(2);
    expect(committed.read()).toEqual(before);
    fileSystem.failWith = undefined;
    await Promise.all([first, second]);
    expect(writer.error).toBeUndefined();
    expect(writer.heldRecords).toBe(0);
    expect(new Set(idsOnDisk(directory))).toEqual(new Set(["before", "first", "second"]));
    expect(log.names()).toContain("spool-write-failed");
    expect(log.names().at(-1)).toBe("spool-write-recovered");
  },
);

test("tries are few: the disk is not asked in a busy loop", async () => {
  const fileSystem = new FaultyFileSystem();
  const { writer } = openWriter(temporaryDirectory(), { fileSystem });
  fileSystem.failWith = "EIO";
  void writer.append("close", "a", "{}");
  await sleep(1_000);
  expect(fileSystem.writes).toBeGreaterThanOrEqual(3);
  expect(fileSystem.writes).toBeLessThan(12);
});

test("after three failures the records go to a new file", async () => {
  const directory = temporaryDirectory();
  const fileSystem = new FaultyFileSystem();
  const { writer, log } = openWriter(directory, { fileSystem });
  fileSystem.failWith = "EIO";
  const written = writer.append("close", "a", "{}");
  await vi.waitFor(() => expect(log.names().filter((name) => name === "spool-write-failed")).toHaveLength(4), {
    timeout: 4_000,
  });
  fileSystem.failWith = undefined;
  await written;
  expect(writer.position.segment).toBe(2);
  expect([...listSegments(directory).keys()]).toEqual([1, 2]);
  expect(idsOnDisk(directory)).toEqual(["a"]);
});

test("a call waits two seconds for a failing disk and no longer, while the record is held and tried on", async () => {
  const directory = temporaryDirectory();
  const fileSystem = new FaultyFileSystem();
  const { writer, log } = openWriter(directory, { fileSystem });
  fileSystem.failWith = "ENOSPC";
  const started = performance.now();
  await writer.append("close", "a", "{}");
  expect(performance.now() - started).toBeGreaterThan(holdMs - 100);
  expect(writer.error).toContain("ENOSPC");
  expect(writer.heldRecords).toBe(1);
  expect(idsOnDisk(directory)).toEqual([]);
  expect(log.names()).toContain("spool-answers-without-record");
  fileSystem.failWith = undefined;
  await vi.waitFor(() => expect(idsOnDisk(directory)).toEqual(["a"]), { timeout: 6_000 });
  expect(writer.heldRecords).toBe(0);
});

test("a file that cannot be opened does not stop the writing into the one that is open", async () => {
  const directory = temporaryDirectory();
  const fileSystem = new FaultyFileSystem();
  const { writer, log } = openWriter(directory, { fileSystem, segmentBytes: 100 });
  fileSystem.failOpenWith = "EMFILE";
  for (let index = 0; index < 10; index += 1)
    await writer.append("close", `id-${index}`, JSON.stringify("y".repeat(90)));
  expect(idsOnDisk(directory)).toHaveLength(10);
  expect(writer.position.segment).toBe(1);
  expect(log.names()).toContain("spool-rotate-failed");
  fileSystem.failOpenWith = undefined;
  await writer.append("close", "last", "{}");
  expect(writer.position.segment).toBe(2);
});

test("what cannot be written when it closes is counted as lost and said", async () => {
  const fileSystem = new FaultyFileSystem();
  const { writer, log } = openWriter(temporaryDirectory(), { fileSystem });
  fileSystem.failWith = "ENOSPC";
  const written = writer.append("close", "a", "{}");
  writer.close();
  await written;
  expect(writer.lostRecords).toBe(1);
  await writer.append("close", "late", "{}");
  expect(writer.lostRecords).toBe(2);
  expect(log.names().filter((name) => name.endsWith("-lost"))).toEqual(["spool-records-lost", "spool-record-lost"]);
});

test("with fsync: interval the disk is told once a second when something was written, else never", async () => {
  const fileSystem = new FaultyFileSystem();
  const { writer } = openWriter(temporaryDirectory(), { fileSystem, fsync: "interval" });
  for (let index = 0; index < 20; index += 1) await writer.append("close", `id-${index}`, "{}");
  expect(fileSystem.syncs).toBe(0);
  await vi.waitFor(() => expect(fileSystem.syncs).toBe(1), { timeout: 1_500 });
  await sleep(1_200);
  expect(fileSystem.syncs).toBe(1);
});

test("a disk that fails to sync is an error until a sync succeeds", async () => {
  const fileSystem = new FaultyFileSystem();
  const { writer } = openWriter(temporaryDirectory(), { fileSystem, fsync: "interval" });
  fileSystem.failSyncWith = "EIO";
  await writer.append("close", "a", "{}");
  await vi.waitFor(() => expect(writer.error).toContain("EIO"), { timeout: 2_500 });
  fileSystem.failSyncWith = undefined;
  await vi.waitFor(() => expect(writer.error).toBeUndefined(), { timeout: 2_500 });
});
