import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";

const debianRoot = "/usr/lib/postgresql";
const startLimitMs = 30_000;
const pollMs = 50;
/** Kept low: several of these may run beside a server that the machine has anyway. */
const settings = ["listen_addresses=127.0.0.1", "shared_buffers=64MB", "max_connections=40"];

/** The programs of the newest server that is installed. */
const programs = newestPrograms();

/** Undefined when a server can be started here; else why not. With services required its absence is a failure. */
export const noOwnPostgres: string | undefined = whyNot();

export interface OwnPostgres {
  readonly url: string;
  /** Stops every process of the server in its tracks: connections stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
  /** A fast shutdown: connections are cut, and new ones refused. */
  shutDown(): Promise<void>;
  start(): Promise<void>;
  /** An empty database on it. */
  makeDatabase(name: string): Promise<string>;
  remove(): Promise<void>;
}

/** A Postgres server that belongs to the test alone, so that it can be frozen and shut down. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-postgres-"));
  const data = join(folder, "data");
  mkdirSync(data);
  if (process.getuid?.() === 0) {
    chmodSync(folder, 0o755);
    chownSync(data, Number(run(["id", "-u", "postgres"])), Number(run(["id", "-g", "postgres"])));
  }
  run(asPostgres([program("initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--no-locale", "-E", "UTF8"]));
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const options = [...settings, `unix_socket_directories=${data}`].flatMap((setting) => ["-c", setting]);
    const [command = "", ...rest] = asPostgres([program("postgres"), "-D", data, "-p", String(port), ...options]);
    server = spawn(command, rest, { stdio: "ignore", cwd: data });
    await untilItAnswers(url);
  };
  const end = async (signal: "SIGINT" | "SIGQUIT"): Promise<void> => {
    if (server === undefined || server.exitCode !== null) return;
    const exited = once(server, "exit");
    server.kill(signal);
    await exited;
  };
  await start();
  return {
    url,
    start,
    freeze: () => signalTree(server, "SIGSTOP"),
    thaw: () => signalTree(server, "SIGCONT"),
    shutDown: () => end("SIGINT"),
    async makeDatabase(name) {
      const sql = postgres(url, { max: 1, onnotice: () => undefined });
      await sql.unsafe(`create database ${name}`);
      await sql.end();
      return url.replace(/postgres$/, name);
    },
    async remove() {
      signalTree(server, "SIGCONT");
      await end("SIGQUIT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(url: string): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(pollMs);
    } finally {
      await sql.end();
    }
  }
}

/** The postmaster first, so that it starts no others meanwhile; each of its children is in a group of its own. */
function signalTree(server: ChildProcess | undefined, signal: "SIGSTOP" | "SIGCONT"): void {
  if (server?.pid === undefined || server.exitCode !== null) return;
  process.kill(server.pid, signal);
  const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, "utf8").trim();
  for (const child of children.split(" ")) if (child !== "") process.kill(Number(child), signal);
}

function newestPrograms(): string | undefined {
  if (!existsSync(debianRoot)) return undefined;
  const versions = readdirSync(debianRoot).toSorted((left, right) => Number(right) - Number(left));
  return versions.map((version) => join(debianRoot, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
}

function whyNot(): string | undefined {
  if (programs !== undefined) return undefined;
  const message = `There is no Postgres server to start under ${debianRoot}: install one (apt install postgresql).`;
  if (process.env["HOLDFAST_TEST_REQUIRE_SERVICES"] === "1") throw new Error(message);
  return message;
}

function program(name: string): string {
  if (programs === undefined) throw new Error(noOwnPostgres);
  return join(programs, name);
}

/** Postgres refuses to run as root, so root hands over to the user that Debian's package created. */
function asPostgres(command: readonly string[]): readonly string[] {
  if (process.getuid?.() !== 0) return command;
  return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", ...command];
}

function run([name = "", ...parameters]: readonly string[]): string {
  const done = spawnSync(name, parameters, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${name} failed: ${done.stderr || String(done.error)}`);
  return done.stdout;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("a TCP server has a port");
  return address.port;
}
