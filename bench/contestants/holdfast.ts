import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../machine/free-port.ts";
import { hasPostgres } from "../machine/throwaway-postgres.ts";
import { startProcess } from "../machine/start-process.ts";
import type { Contestant, ContestantName, RunningContestant, Setting } from "./contestant.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const sourceProgram = join(root, "src/entry/cli.ts");
const builtProgram = join(root, "dist/entry/cli.js");
const sourceRecorder = new URL("../../src/adapters/spool/spool-recorder.ts", import.meta.url).href;
const builtRecorder = new URL("../../dist/adapters/spool/spool-recorder.js", import.meta.url).href;
const forgetfulRecorder = new URL("forgetful-recorder.ts", import.meta.url).href;
/** Longest wait for the ledger to take what was recorded. */
const settleLimitMs = 60_000;
const settlePollMs = 100;
const keyInOutput = /"key"\s*:\s*"(hf_[^"]{1,200})"/;
const pendingInMetrics = /^holdfast_spool_pending_records(?:\{[^}]{0,200}\})? (\d{1,15})/m;

interface Variant {
  readonly name: ContestantName;
  readonly about: string;
  readonly postgres: boolean;
  readonly ledger: boolean;
}

function commandLine(setting: Setting): string {
  return setting.built ? builtProgram : sourceProgram;
}

/** JSON is YAML: a configuration in the form that the gateway reads. */
function configText(setting: Setting, place: { readonly port: number; readonly dataDir: string }): string {
  return JSON.stringify({
    auth: "keys",
    server: { host: "127.0.0.1", port: place.port },
    providers: {
      openai: { kind: "openai", baseUrl: `${setting.upstreamOrigin}/v1`, apiKey: { env: "OPENAI_API_KEY" } },
    },
    routes: { support: { target: "openai/gpt-4o-mini" } },
    limits: { maxConnectionsPerProvider: 4096 },
    storage: { dataDir: place.dataDir },
    capture: { bodies: "off" },
  });
}

async function environmentOf(setting: Setting, variant: Variant): Promise<Record<string, string>> {
  const databaseUrl = variant.postgres ? await setting.databaseUrl() : "";
  return {
    OPENAI_API_KEY: "sk-bench",
    DATABASE_URL: databaseUrl,
    REDIS_URL: "",
    NODE_ENV: "production",
    ...(variant.ledger ? {} : { HOLDFAST_BENCH_RECORDER: setting.built ? builtRecorder : sourceRecorder }),
  };
}

function createKey(program: string, configFile: string, environment: Readonly<Record<string, string>>): string {
  const command = [
    program,
    "keys",
    "create",
    "--project",
    "bench",
    "--name",
    "bench",
    "--json",
    "--config",
    configFile,
  ];
  const env = { ...process.env, ...environment };
  const done = spawnSync(process.execPath, command, { encoding: "utf8", env });
  const key = keyInOutput.exec(done.stdout)?.[1];
  if (key === undefined) throw new Error(`holdfast keys create made no key: ${done.stdout}${done.stderr}`);
  return key;
}

/** Waits until the spool is empty, so that the cost of writing the ledger falls to the calls that caused it. */
async function untilLedgerWritten(port: number): Promise<void> {
  const deadline = performance.now() + settleLimitMs;
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    const text = await response.text();
    const pending = pendingInMetrics.exec(text)?.[1];
    if (pending === undefined) throw new Error("/metrics does not tell holdfast_spool_pending_records.");
    if (Number(pending) === 0) return;
    if (performance.now() > deadline) throw new Error(`${pending} records are still not in the database.`);
    await sleep(settlePollMs);
  }
}

async function start(setting: Setting, variant: Variant): Promise<RunningContestant> {
  const port = await freePort();
  const folder = mkdtempSync(join(setting.scratch, `${variant.name}-`));
  const configFile = join(folder, "holdfast.yaml");
  writeFileSync(configFile, configText(setting, { port, dataDir: join(folder, "data") }));
  const environment = await environmentOf(setting, variant);
  const key = createKey(commandLine(setting), configFile, environment);
  const preload = variant.ledger ? [] : ["--import", forgetfulRecorder];
  const { pid, stop } = await startProcess(setting.machine, {
    name: variant.name,
    place: "contestant",
    command: [process.execPath, ...preload, commandLine(setting), "start", "--config", configFile],
    environment,
    directory: folder,
    port,
  });
  return {
    pid,
    port,
    headers: [`authorization: Bearer ${key}`],
    model: "support",
    keepsBytes: true,
    settled: () => (variant.ledger ? untilLedgerWritten(port) : Promise.resolve()),
    stop,
  };
}

function obstacle(setting: Setting, variant: Variant): string | undefined {
  const program = commandLine(setting);
  if (!existsSync(program)) {
    return `${program.slice(root.length)} does not exist${setting.built ? ": run npm run build" : ""}`;
  }
  if (variant.postgres && process.env["DATABASE_URL"] === undefined && !hasPostgres()) {
    return "DATABASE_URL is not set and there is no Postgres to start";
  }
  return undefined;
}

function contestant(variant: Variant): Contestant {
  return {
    name: variant.name,
    about: variant.about,
    obstacle: (setting) => Promise.resolve(obstacle(setting, variant)),
    start: (setting) => start(setting, variant),
  };
}

/** Holdfast as it is run: keys, metering, prices, the ledger in Postgres. */
export const holdfast: Contestant = contestant({
  name: "holdfast",
  about: "keys, metering, prices, ledger in Postgres",
  postgres: true,
  ledger: true,
});

/** The same with a recorder that forgets: what logging costs is the difference. */
export const holdfastNoLedger: Contestant = contestant({
  name: "holdfast-no-ledger",
  about: "the same without recording calls",
  postgres: true,
  ledger: false,
});

/** The same on the embedded database, whose CPU then counts as the gateway's. */
export const holdfastEmbedded: Contestant = contestant({
  name: "holdfast-embedded",
  about: "the same on the embedded database, in the same process tree",
  postgres: false,
  ledger: true,
});
