import { spawn } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, vi } from "vitest";
import { createSpoolRecorder } from "../../../src/adapters/spool/create-spool-recorder.ts";
import { recordingLog } from "./spool-fixture.ts";

const heavyWriter = fileURLToPath(new URL("./heavy-writer.ts", import.meta.url));

/** Where a test's spool is and what drains it. */
export interface SpoolPlace {
  readonly directory: string;
  readonly partsModule: string;
  readonly partsInput: string;
}

export interface Killed {
  /** Calls whose promise had resolved. */
  readonly closed: readonly string[];
  /** Calls that were announced and never closed. */
  readonly open: readonly string[];
  readonly signal: string | null;
}

/** Lets a process record under load and kills it `afterMs` after its first record; or it is killed by a fault. */
export async function writeAndDie(place: SpoolPlace, afterMs: number): Promise<Killed> {
  const told = join(place.directory, `told-${performance.now()}`);
  writeFileSync(told, "");
  const parameters = [place.directory, told, place.partsModule, place.partsInput];
  const child = spawn(process.execPath, [heavyWriter, ...parameters], { stdio: "inherit" });
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
export async function recover(place: SpoolPlace): Promise<void> {
  const recorder = createSpoolRecorder({ ...place, clock: { now: () => Date.now() }, log: recordingLog() });
  const isDrained = await recorder.drainNow(25_000);
  const state = recorder.state();
  await recorder.close();
  expect(state).toMatchObject({ pendingRecords: 0, rejectedRecords: 0, corruptPlaces: 0, lostRecords: 0 });
  expect(isDrained).toBe(true);
}

/** Every answered call has its row as answered, every open one as broken. */
export function expectNothingLost(outcomes: ReadonlyMap<string, string>, killed: readonly Killed[]): void {
  const closed = killed.flatMap((one) => one.closed);
  const open = killed.flatMap((one) => one.open);
  expect(closed.filter((id) => outcomes.get(id) !== "answered")).toEqual([]);
  expect(open.filter((id) => outcomes.get(id) !== "broke")).toEqual([]);
  expect(closed.length).toBeGreaterThan(killed.length * 40);
}
