/** `npm run bench`: measures Holdfast beside its floor and Portkey in one interleaved run. See docs/benchmarks.md. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { allContestants } from "./contestants/all.ts";
import type { Contestant, Setting } from "./contestants/contestant.ts";
import { databaseOf } from "./machine/database.ts";
import { takeMachine } from "./machine/machine.ts";
import { killAllProcesses } from "./machine/start-process.ts";
import { fullSizes, quickSizes } from "./measure/loads.ts";
import { runRounds } from "./measure/run-rounds.ts";
import { readFlags, usage, type Flags } from "./read-flags.ts";
import { renderReport } from "./report/print.ts";
import type { RunRecord } from "./report/run-record.ts";
import { summarize } from "./report/summarize.ts";
import { startStub } from "./stub/start-stub.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function commitNow(): string {
  const done = spawnSync("git", ["describe", "--always", "--dirty", "--abbrev=12"], { cwd: here, encoding: "utf8" });
  return done.status === 0 ? done.stdout.trim() : "unknown";
}

interface Field {
  readonly present: readonly Contestant[];
  readonly absent: RunRecord["absent"];
}

async function chooseContestants(flags: Flags, setting: Setting): Promise<Field> {
  const present: Contestant[] = [];
  const absent: { name: string; because: string }[] = [];
  for (const contestant of allContestants.filter((one) => flags.only.includes(one.name))) {
    const because = await contestant.obstacle(setting);
    if (because === undefined) present.push(contestant);
    else absent.push({ name: contestant.name, because });
  }
  return { present, absent };
}

async function measure(flags: Flags, scratch: string): Promise<RunRecord> {
  const startedAt = new Date();
  const machine = takeMachine();
  const stub = await startStub(machine);
  const database = databaseOf(process.env["DATABASE_URL"], machine, scratch);
  const upstreamOrigin = `http://127.0.0.1:${stub.port}`;
  const setting: Setting = { machine, upstreamOrigin, databaseUrl: database.url, built: flags.built, scratch };
  const { present, absent } = await chooseContestants(flags, setting);
  const sizes = flags.quick ? quickSizes : fullSizes;
  const { rounds, loads } = flags;
  const readings = await runRounds({ setting, stub, contestants: present, loads, sizes, rounds, tell });
  await stub.stop();
  await database.stop();
  return {
    startedAt: startedAt.toISOString(),
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    commit: commitNow(),
    node: process.version,
    machine,
    built: flags.built,
    sizes,
    rounds,
    contestants: present.map(({ name, about }) => ({ name, about })),
    absent,
    readings,
  };
}

/** Writes the JSON and prints the report. Returns the exit code: 1 when some reading was invalid. */
function publish(record: RunRecord, flags: Flags): number {
  const summary = summarize(record);
  const json = `${JSON.stringify({ ...record, summary }, undefined, 1)}\n`;
  mkdirSync(join(here, "results"), { recursive: true });
  const file = join(here, "results", `${record.startedAt.replaceAll(":", "-")}.json`);
  writeFileSync(file, json);
  if (flags.save) writeFileSync(join(here, "latest.json"), json);
  process.stdout.write(renderReport(record, summary));
  tell(`Written to ${file}${flags.save ? " and bench/latest.json" : ""}.`);
  return summary.invalid.length > 0 ? 1 : 0;
}

async function main(): Promise<number> {
  const flags = readFlags(process.argv.slice(2));
  if (flags === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  const scratch = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  process.on("exit", () => {
    killAllProcesses();
    rmSync(scratch, { recursive: true, force: true });
  });
  return publish(await measure(flags, scratch), flags);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));
try {
  process.exit(await main());
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
