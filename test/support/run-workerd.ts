import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { unstable_readConfig } from "wrangler";

import type { BuiltWorker } from "./build-worker.ts";

export interface ServedWorker {
  readonly url: string;
  /** Lines that the Worker logged. */
  readonly logged: readonly string[];
  close(): Promise<void>;
}

export interface Bindings {
  readonly databaseUrl: string;
  /** Variables and secrets. */
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * The workerd that wrangler brings along: the program itself. What stands in front of it where install scripts do not run
 * is a script that passes on three file descriptors, and the port is told over a fourth.
 */
function findWorkerd(): string {
  const ofWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));
  const ofWorkerd = createRequire(ofWrangler.resolve("workerd/package.json"));
  const machine = `${process.platform}-${process.arch === "x64" ? "64" : process.arch}`;
  return join(dirname(ofWorkerd.resolve(`@cloudflare/workerd-${machine}/package.json`)), "bin", "workerd");
}

/** workerd itself on loopback, with nothing of a development server in front of it or behind it. */
export async function runWorkerd(built: BuiltWorker, bindings: Bindings): Promise<ServedWorker> {
  const configPath = join(built.folder, "config.capnp");
  await writeFile(configPath, capnp(built, bindings));
  const child = spawn(findWorkerd(), ["serve", "--control-fd=3", configPath], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const logged: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", (line) => void logged.push(line));
  }
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  const port = await Promise.race([
    // The third extra file descriptor is a pipe: `stdio` above asked for one.
    listeningPort(child.stdio[3] as Readable),
    exited.then(() => {
      throw new Error(`workerd did not start:\n${logged.join("\n")}`);
    }),
  ]);
  return {
    url: `http://127.0.0.1:${port}`,
    logged,
    async close() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function listeningPort(control: Readable): Promise<number> {
  return new Promise((resolve) => {
    createInterface({ input: control }).on("line", (line) => {
      const event: { readonly event: string; readonly port?: number } = JSON.parse(line);
      if (event.event === "listen" && event.port !== undefined) resolve(event.port);
    });
  });
}

/** The Worker's own dates and flags, as wrangler.toml has them, in workerd's configuration language. */
function capnp({ configPath }: BuiltWorker, { databaseUrl, texts }: Bindings): string {
  const { compatibility_date: date, compatibility_flags: flags } = unstable_readConfig({ config: configPath });
  const database = new URL(databaseUrl);
  const text = JSON.stringify;
  const variables = Object.entries(texts).map(([name, value]) => `(name = ${text(name)}, text = ${capnpText(value)})`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .holdfast),
    (name = "internet", network = (allow = ["public", "private"])),
    (name = "database", external = (address = ${text(database.host)}, tcp = ())),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const holdfast :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = ${text(date)},
  compatibilityFlags = [${flags.map((flag: string) => text(flag)).join(", ")}],
  globalOutbound = "internet",
  bindings = [
    (name = "HYPERDRIVE", hyperdrive = (designator = "database", database = ${text(database.pathname.slice(1))},
      user = ${text(decodeURIComponent(database.username))}, password = ${text(database.password || "unused")}, scheme = "postgres")),
    ${variables.join(",\n    ")}
  ],
);
`;
}

/** A capnp string: like JSON's, but bytes above ASCII stay as they are. */
function capnpText(value: string): string {
  return JSON.stringify(value);
}
