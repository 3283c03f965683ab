import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import type { Machine } from "./machine.ts";
import { startProcess } from "./start-process.ts";

const debianRoot = "/usr/lib/postgresql";
/** Larger than the defaults so that checkpoints do not fall into some rounds and not into others; fsync stays on. */
const serverSettings = ["shared_buffers=256MB", "max_wal_size=4GB", "checkpoint_timeout=1h", "autovacuum=off"];

export interface ThrowawayPostgres {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

function newestBinaries(): string | undefined {
  if (!existsSync(debianRoot)) return undefined;
  const versions = readdirSync(debianRoot).toSorted((left, right) => Number(right) - Number(left));
  return versions.map((version) => join(debianRoot, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
}

/** Postgres refuses to run as root, so root hands over to the user that Debian's package created. */
function asPostgres(command: readonly string[]): readonly string[] {
  if (process.getuid?.() !== 0) return command;
  return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", ...command];
}

function run(command: readonly string[]): string {
  const [program = "", ...parameters] = command;
  const done = spawnSync(program, parameters, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${command.join(" ")} failed: ${done.stderr || String(done.error)}`);
  return done.stdout;
}

/** True when a database can be started here. */
export function hasPostgres(): boolean {
  return newestBinaries() !== undefined;
}

/** Starts an empty Postgres on the load's core from Debian's binaries; its data lives in `scratch`. */
export async function startThrowawayPostgres(machine: Machine, scratch: string): Promise<ThrowawayPostgres> {
  const bin = newestBinaries();
  if (bin === undefined) throw new Error(`There is no Postgres under ${debianRoot}. Set DATABASE_URL, or install one.`);
  const data = join(scratch, "postgres");
  mkdirSync(data);
  if (process.getuid?.() === 0) {
    const uid = Number(run(["id", "-u", "postgres"]));
    const gid = Number(run(["id", "-g", "postgres"]));
    chmodSync(scratch, 0o755);
    chownSync(data, uid, gid);
  }
  run(asPostgres([join(bin, "initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--no-locale", "-E", "UTF8"]));
  const port = await freePort();
  const settings = [...serverSettings, "listen_addresses=127.0.0.1", `unix_socket_directories=${data}`];
  const server = await startProcess(machine, {
    name: "postgres",
    place: "load",
    command: asPostgres([
      join(bin, "postgres"),
      "-D",
      data,
      "-p",
      String(port),
      ...settings.flatMap((setting) => ["-c", setting]),
    ]),
    port,
    directory: data,
  });
  // SIGTERM waits for clients to leave, so the caller stops those first.
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop: server.stop };
}
