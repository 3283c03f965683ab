import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { readCheckpoint } from "../../../src/adapters/spool/checkpoint.ts";
import { SharedPosition } from "../../../src/adapters/spool/shared-position.ts";
import { listSegments } from "../../../src/adapters/spool/segment-files.ts";
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

test("rows reach the database as the very text they were recorded with", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  const call = callRecord({ tags: { team: "größe \u2028 \n" } });
  const json = JSON.stringify(call);
  await opened.writer.append("close", call.id, json);
  const calls = new MemoryCalls();
  runDrainer({ directory, calls, committed: opened.committed });
  await vi.waitFor(() => expect(calls.rows.get(call.id)).toBe(json));
});

test("follows the writer while it writes, across segments, and deletes what is done", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory, { segmentBytes: 4_000 });
  const calls = new MemoryCalls();
  const { progress } = runDrainer({ directory, calls, committed: opened.committed });
  const ids = await writeCalls(opened, 300);
  await vi.waitFor(() => expect(progress.position).toEqual(opened.writer.position), { timeout: 5_000 });
  expect(idsIn(calls)).toEqual(ids);
  expect(progress.drainedCalls).toBe(300);
  expect([...listSegments(directory).keys()]).toEqual([opened.writer.position.segment]);
  expect(readCheckpoint(directory)).toEqual(opened.writer.position);
});

test("takes many records with few statements", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory, { segmentBytes: 16 * 1024 * 1024 });
  await writeCalls(opened, 1_200);
  const calls = new MemoryCalls();
  runDrainer({ directory, calls, committed: opened.committed });
  await vi.waitFor(() => expect(calls.rows.size).toBe(1_200));
  expect(calls.statements).toBe(3);
});

test("an outage is waited out, reported, and nothing is lost", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  const calls = new MemoryCalls();
  calls.outage = "connection refused";
  const { progress, status, log } = runDrainer({ directory, calls, committed: opened.committed });
  const ids = await writeCalls(opened, 20);
  await vi.waitFor(() => expect(status().lastError).toBe("connection refused"));
  await writeCalls(opened, 5);
  expect(progress.oldestAtMs).toBeGreaterThan(Date.now() - 10_000);
  await sleep(300);
  expect(calls.rows.size).toBe(0);
  calls.outage = undefined;
  await vi.waitFor(() => expect(calls.rows.size).toBe(25), { timeout: 3_000 });
  expect(idsIn(calls).slice(0, 20)).toEqual(ids);
  await vi.waitFor(() => expect(status().lastError).toBeUndefined());
  expect(log.names()).toEqual(["spool-drain-failed", "spool-drain-recovered"]);
});

test("tries during an outage become rare, and hurry makes the next one now", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  await writeCalls(opened, 1);
  const calls = new MemoryCalls();
  calls.outage = "down";
  const { drainer } = runDrainer({ directory, calls, committed: opened.committed });
  await sleep(1_500);
  const before = calls.statements;
  expect(before).toBeLessThan(9);
  calls.outage = undefined;
  drainer.hurry();
  await vi.waitFor(() => expect(calls.rows.size).toBe(1), { timeout: 50, interval: 5 });
});

test("a statement that never ends counts as an outage", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  await writeCalls(opened, 1);
  const calls = new MemoryCalls();
  calls.beforeInsert = () => new Promise(() => undefined);
  const { status } = runDrainer({ directory, calls, committed: opened.committed, insertTimeoutMs: 50 });
  await vi.waitFor(() => expect(status().lastError).toContain("within 50 ms"));
  calls.beforeInsert = () => Promise.resolve();
  await vi.waitFor(() => expect(calls.rows.size).toBe(1), { timeout: 3_000 });
});

test("a database that is away at the start is asked again until it is there", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  const ids = await writeCalls(opened, 3);
  const calls = new MemoryCalls();
  let tries = 0;
  const openParts = async (): Promise<ReturnType<MemoryCalls["parts"]>> => {
    tries += 1;
    if (tries < 3) throw new Error("no route to host");
    return Promise.resolve(calls.parts());
  };
  const { status } = runDrainer({ directory, calls, committed: opened.committed, openParts });
  expect(status().backlogCalls).toBe(3);
  await vi.waitFor(() => expect(idsIn(calls)).toEqual(ids), { timeout: 3_000 });
});

test("one bad row among five hundred is set aside with its reason, and the others are taken", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  await writeCalls(opened, 250);
  const bad = callRecord({ requested_model: "poison" });
  await opened.writer.append("close", bad.id, JSON.stringify(bad));
  await writeCalls(opened, 249);
  const calls = new MemoryCalls();
  calls.refuses = "poison";
  const { progress, status, log } = runDrainer({ directory, calls, committed: opened.committed });
  await vi.waitFor(() => expect(progress.position).toEqual(opened.writer.position));
  expect(calls.rows.size).toBe(499);
  expect(calls.rows.has(bad.id)).toBe(false);
  expect(calls.statements).toBeLessThan(25);
  expect(status().rejectedRecords).toBe(1);
  const lines = readFileSync(join(directory, "rejected.log"), "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({ id: bad.id, kind: "close", reason: "the row is bad", record: bad }),
  ]);
  expect(JSON.stringify(log.events)).not.toContain("poison");
});

test("an outage in the middle of looking for the bad row loses and doubles nothing", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  const ids = await writeCalls(opened, 40);
  const bad = callRecord({ requested_model: "poison" });
  await opened.writer.append("close", bad.id, JSON.stringify(bad));
  const calls = new MemoryCalls();
  calls.refuses = "poison";
  calls.beforeInsert = () => {
    calls.outage = calls.statements % 3 === 0 ? "flaky" : undefined;
    return Promise.resolve();
  };
  const { progress, status } = runDrainer({ directory, calls, committed: opened.committed });
  await vi.waitFor(() => expect(progress.position).toEqual(opened.writer.position), { timeout: 5_000 });
  expect(idsIn(calls)).toEqual(ids);
  expect(status().rejectedRecords).toBe(1);
});

test("records that were set aside are still counted after a restart", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  const bad = callRecord({ requested_model: "poison" });
  await opened.writer.append("close", bad.id, JSON.stringify(bad));
  const calls = new MemoryCalls();
  calls.refuses = "poison";
  const first = runDrainer({ directory, calls, committed: opened.committed });
  await vi.waitFor(() => expect(first.status().rejectedRecords).toBe(1));
  await first.stop();
  expect(runDrainer({ directory, calls, committed: opened.committed }).status().rejectedRecords).toBe(1);
});

test("text to count is counted and priced before the row goes in; a counter that breaks costs the tokens, not the row", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  const [counted, broken] = [callRecord({ usage_source: "none" }), callRecord({ usage_source: "none" })];
  for (const call of [counted, broken]) {
    const entry = { call, count: { model: "m", output: call === broken ? "boom" : "12345" } };
    await opened.writer.append("count", call.id, JSON.stringify(entry));
  }
  const calls = new MemoryCalls();
  const parts = calls.parts();
  const openParts = (): Promise<typeof parts> =>
    Promise.resolve({
      ...parts,
      finishCount: (entry) => {
        if (entry.count?.output === "boom") throw new Error("the tokenizer broke");
        return parts.finishCount(entry);
      },
    });
  const { log } = runDrainer({ directory, calls, committed: opened.committed, openParts });
  await vi.waitFor(() => expect(calls.rows.size).toBe(2));
  expect(JSON.parse(calls.rows.get(counted.id) ?? "")).toEqual({
    ...counted,
    usage_source: "counted",
    output_tokens: 5,
  });
  expect(JSON.parse(calls.rows.get(broken.id) ?? "")).toEqual(broken);
  expect(log.names()).toContain("spool-count-failed");
});

test("captured bodies go to their own table", async () => {
  const directory = temporaryDirectory();
  const opened = openWriter(directory);
  const call = callRecord();
  const body = JSON.stringify({ id: call.id, started_at: call.started_at, request: "{}" });
  await opened.writer.append("body", call.id, body);
  await opened.writer.append("close", call.id, JSON.stringify(call));
  const calls = new MemoryCalls();
  runDrainer({ directory, calls, committed: opened.committed });
  await vi.waitFor(() => expect([...calls.bodies.values()]).toEqual([body]));
  expect(idsIn(calls)).toEqual([call.id]);
});

test("files that are not segments are left alone", async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "notes.txt"), "keep");
  const opened = openWriter(directory);
  const calls = new MemoryCalls();
  runDrainer({ directory, calls, committed: opened.committed });
  await writeCalls(opened, 1);
  await vi.waitFor(() => expect(calls.rows.size).toBe(1));
  expect(readdirSync(directory).toSorted()).toEqual(["000001.log", "checkpoint", "notes.txt"]);
});

test("a spool without segments is refused with a reason", () => {
  const directory = temporaryDirectory();
  const committed = new SharedPosition();
  expect(() => runDrainer({ directory, calls: new MemoryCalls(), committed })).toThrow(/has no segment/);
});
