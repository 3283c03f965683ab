import { spawn } from "node:child_process";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { createSpoolRecorder } from "../../../src/adapters/spool/create-spool-recorder.ts";
import { recordingLog, temporaryDirectory } from "./spool-fixture.ts";
import { faults, readRows } from "./sqlite-parts.ts";

const heavyWriter = fileURLToPath(new URL("./heavy-writer.ts", import.meta.url));
const rounds = 10;

interface Killed {
  /** Calls whose promise had resolved. */
  readonly closed: readonly string[];
  /** Calls that were announced and never closed. */
  readonly open: readonly string[];
  readonly signal: string | null;
}

/** Lets a process record under load and kills it `afterMs` after its first record; or it is killed by a fault. */
async function writeAndDie(directory: string, afterMs: number): Promise<Killed> {
  const told = join(directory, `told-${performance.now()}`);
  writeFileSync(told, "");
  const child = spawn(process.execPath, [heavyWriter, directory, told], { stdio: "inherit" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<string | null>((resolve) => {
    child.once("close", (_code, signal) => resolve(signal));
  });
  await vi.waitFor(() => expect(statSync(told).size > 0 || child.exitCode !== null).toBe(true), {
    timeout: 10_000,
    interval: 5,
  });
  await Promise.race([sleep(afterMs), ended]);
  child.kill("SIGKILL");
  const signal = await ended;
  // The last line may be cut: then nobody was told.
  const lines = readFileSync(told, "latin1").split("\n").slice(0, -1);
  const ids = (kind: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
  return { closed: ids("closed"), open: ids("open"), signal };
}

/** Starts again on what is left and drains it. */
async function recover(directory: string): Promise<void> {
  const log = recordingLog();
  const recorder = createSpoolRecorder({
    directory,
    partsModule: new URL("./sqlite-parts.ts", import.meta.url).href,
    partsInput: directory,
    clock: { now: () => Date.now() },
    log,
  });
  const isDrained = await recorder.drainNow(20_000);
  const state = recorder.state();
  await recorder.close();
  expect(isDrained).toBe(true);
  expect(state).toMatchObject({ pendingRecords: 0, rejectedRecords: 0, corruptPlaces: 0, lostRecords: 0 });
}

function outcomesOf(directory: string): ReadonlyMap<string, string> {
  return new Map(
    [...readRows(directory)].map(([id, json]) => [id, (JSON.parse(json) as { readonly outcome: string }).outcome]),
  );
}

/** Every answered call has its row as answered, every open one as broken. */
function expectNothingLost(directory: string, killed: readonly Killed[]): void {
  const outcomes = outcomesOf(directory);
  const closed = killed.flatMap((one) => one.closed);
  const open = killed.flatMap((one) => one.open);
  expect(closed.filter((id) => outcomes.get(id) !== "answered")).toEqual([]);
  expect(open.filter((id) => outcomes.get(id) !== "broke")).toEqual([]);
  expect(closed.length).toBeGreaterThan(killed.length * 40);
}

test("killed with SIGKILL in the middle of heavy writing, ten times: every record that was promised is there", async () => {
  const directory = temporaryDirectory();
  const killed: Killed[] = [];
  for (let round = 0; round < rounds; round += 1) killed.push(await writeAndDie(directory, 60 + round * 37));
  await recover(directory);
  expectNothingLost(directory, killed);
  expect(killed.flatMap((one) => one.open).length).toBeGreaterThan(10);
});

test("killed while the database is away, twice, everything stands in the spool and comes when it is back", async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, faults.outage), "");
  const killed = [await writeAndDie(directory, 300), await writeAndDie(directory, 300)];
  expect(readRows(directory).size).toBe(0);
  rmSync(join(directory, faults.outage));
  await recover(directory);
  expectNothingLost(directory, killed);
});

test("killed between the database's commit and the checkpoint, it inserts again and doubles nothing", async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, faults.killAfterInsert), "");
  const killed = [await writeAndDie(directory, 20_000), await writeAndDie(directory, 20_000)];
  expect(killed.map((one) => one.signal)).toEqual(["SIGKILL", "SIGKILL"]);
  const before = readRows(directory).size;
  expect(before).toBeGreaterThan(0);
  rmSync(join(directory, faults.killAfterInsert));
  await recover(directory);
  const outcomes = outcomesOf(directory);
  const told = killed.flatMap((one) => one.closed);
  expect(told.filter((id) => outcomes.get(id) !== "answered")).toEqual([]);
  expect(outcomes.size).toBeGreaterThanOrEqual(before);
});
