import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const commandLine = fileURLToPath(new URL("../../src/entry/cli.ts", import.meta.url));
const collectOnSignal = new URL("./collect-on-signal.ts", import.meta.url).href;
const announcement = z.object({
  url: z.string(),
  first_start: z.object({ admin_token: z.string(), api_key: z.string() }).nullable(),
});
const maxLooks = 200;
const lookEveryMs = 50;
const logLine = z.looseObject({ level: z.string(), event: z.string() });

export type LogLine = z.infer<typeof logLine>;

export interface GatewayStart {
  readonly configPath: string;
  /** Where the spool and the embedded database are. */
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A gateway in a process of its own: what is tested on it can be killed. */
export interface RunningGateway {
  readonly url: string;
  readonly pid: number;
  /** The keys of a first start; undefined on later ones. */
  readonly firstStart: { readonly adminToken: string; readonly apiKey: string } | undefined;
  /** Milliseconds from the start of the process until it said that it listens. */
  readonly startedInMs: number;
  /** What it has logged so far. */
  readonly logged: readonly LogLine[];
  /** Lines on standard error that are no log lines: how a process that died says why. */
  readonly said: readonly string[];
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  signal(name: "SIGTERM" | "SIGKILL"): void;
  /** Has it collect its garbage; resolves with the bytes of objects and buffers that live. */
  liveBytes(): Promise<number>;
  /**
   * The longest that one of its threads was ready to run and had no processor, in milliseconds: what other programs on
   * the machine have cost it so far. 0 where the system does not tell.
   */
  waitedForProcessorMs(): number;
  /** Resident memory, in bytes. */
  residentBytes(): number;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when it is gone, and rejects unless it ended with code 0. */
  stop(): Promise<void>;
}

/** Starts a gateway process; resolves when it listens, and rejects with what it said when it ends before. */
export async function startGateway({ configPath, dataDir, env = {} }: GatewayStart): Promise<RunningGateway> {
  const begin = performance.now();
  const flags = ["--expose-gc", "--import", collectOnSignal];
  const child = spawn(
    process.execPath,
    [...flags, commandLine, "start", "--json", "--config", configPath, "--data-dir", dataDir],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"] ?? "", PROVIDER_KEY: "sk-provider", NODE_NO_WARNINGS: "1", ...env },
    },
  );
  const { pid } = child;
  if (pid === undefined) throw new Error("the gateway's process could not be started");
  const said: string[] = [];
  const logged: LogLine[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    const parsed = logLine.safeParse(parseOrUndefined(line));
    if (parsed.success) logged.push(parsed.data);
    else said.push(line);
  });
  // Attached before anything is awaited: a child that dies at once must not be waited for in vain.
  const exited = once(child, "exit").then(([code, signal]: unknown[]) => ({
    code: typeof code === "number" ? code : null,
    signal: typeof signal === "string" ? signal : null,
  }));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) {
    const end = await exited;
    throw new Error(`the gateway ended with ${end.code ?? end.signal}: ${said.join("\n")}${JSON.stringify(logged)}`);
  }
  const { url, first_start: keys } = announcement.parse(JSON.parse(first.value));
  const startedInMs = performance.now() - begin;
  child.stdout.resume();
  return {
    url,
    pid,
    firstStart: keys === null ? undefined : { adminToken: keys.admin_token, apiKey: keys.api_key },
    startedInMs,
    logged,
    said,
    exited,
    signal: (name) => void child.kill(name),
    async liveBytes() {
      const known = logged.length;
      child.kill("SIGUSR2");
      for (let look = 0; look < maxLooks; look += 1) {
        await sleep(lookEveryMs);
        const told = logged.slice(known).find((line) => line.event === "test-live-memory");
        if (told !== undefined) return Number(told["bytes"]);
      }
      throw new Error("the gateway did not say what lives in its memory");
    },
    waitedForProcessorMs: () => waitedForProcessorMs(pid),
    residentBytes: () => residentBytes(pid),
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    async stop() {
      child.kill("SIGTERM");
      const end = await exited;
      if (end.code !== 0) throw new Error(`the gateway ended with ${end.code ?? end.signal}: ${said.join("\n")}`);
    },
  };
}

function parseOrUndefined(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function waitedForProcessorMs(pid: number): number {
  const folder = `/proc/${pid}/task`;
  if (!existsSync(folder)) return 0;
  const waits = readdirSync(folder).map((task) => {
    // Processor time, then waiting time, both in nanoseconds.
    const [, waited] = readFileSync(`${folder}/${task}/schedstat`, "utf8").split(" ");
    return Number(waited ?? 0) / 1e6;
  });
  return Math.max(0, ...waits);
}

const residentLine = /^VmRSS:\s+(\d{1,15}) kB$/m;

function residentBytes(pid: number): number {
  return Number(residentLine.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) * 1024;
}
