import { mkdirSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join, resolve } from "node:path";

import { readConfigFile } from "../adapters/node/config-file.ts";
import { makeDataDirectory } from "../adapters/node/make-data-directory.ts";
import { openEmbeddedDatabase } from "../adapters/pglite/open-embedded-database.ts";
import type { EmbeddedDatabase } from "../adapters/pglite/open-embedded-database.ts";
import type { Config } from "../config/config.ts";
import { HoldfastError } from "../errors.ts";
import { isLoopbackHost } from "../lib/is-loopback-host.ts";
import type { Log } from "../ports/log.ts";
import type { FirstKeys } from "./first-start.ts";
import { readConfig } from "./read-config.ts";

const defaultConfigFile = "holdfast.yaml";

export interface StartOptions {
  /** The configuration file; undefined: `holdfast.yaml` in the working directory, if there is one. */
  readonly configPath: string | undefined;
  readonly port?: number;
  readonly host?: string;
  readonly dataDir?: string;
  /** True: applies the working tree also to a database that others share. */
  readonly apply?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

export interface RunningGateway {
  readonly url: string;
  /** The installation's first keys; undefined on all later starts. */
  readonly firstStart: FirstKeys | undefined;
  readonly keyCount: number;
  readonly providers: readonly string[];
  /** Where the ledger is, for people; no secret in it. */
  readonly storage: string;
  /** Stops taking calls, lets running ones end until the deadline, brings the ledger home, and closes everything. */
  drain(): Promise<void>;
}

/** What to undo, in the order it was done. */
export type Closers = (() => Promise<void> | void)[];

/** A gateway about to run: its configuration was read, and its embedded database, if it has one, is being opened. */
export interface GatewayStart {
  readonly options: StartOptions;
  /** The configuration file. */
  readonly path: string;
  readonly config: Config;
  readonly dataDir: string;
  /** Undefined: the ledger is in a Postgres of its own. */
  readonly embedded: Promise<EmbeddedDatabase> | undefined;
  readonly closers: Closers;
}

/**
 * Starts a gateway in this process. Rejects with `config-invalid`, `store-unavailable`, or the reason why an address or a
 * directory cannot be had; nothing is left running then.
 */
export async function startNode(options: StartOptions): Promise<RunningGateway> {
  const closers: Closers = [];
  try {
    return await start(options, closers);
  } catch (error) {
    for (const close of closers.toReversed()) await close();
    throw error;
  }
}

async function start(options: StartOptions, closers: Closers): Promise<RunningGateway> {
  const { env, log } = options;
  const path = resolve(options.configPath ?? defaultConfigFile);
  const config = withOverrides(readConfig(readConfigFile(path, options.configPath !== undefined), path, env), options);
  const dataDir = resolve(options.dataDir ?? config.storage.dataDir);
  makeDataDirectory(dataDir);
  keepCompiledCode(dataDir);
  let embedded: Promise<EmbeddedDatabase> | undefined;
  if (config.storage.databaseUrl === undefined) {
    // The slowest part of a start: it runs in its thread while this one reads the rest of the program.
    embedded = openEmbeddedDatabase({ dataDir, onEvent: (event, fields) => log.warn(event, fields) });
    const opened = embedded.catch(() => undefined);
    closers.push(async () => (await opened)?.close());
  }
  const { runGateway } = await import("./run-gateway.ts");
  return await runGateway({ options, path, config, dataDir, embedded, closers });
}

/**
 * Half of a warm start is compiling the same modules as last time, in three threads. The folder is this installation's
 * own: what lies there is run. Where it cannot be written, nothing is kept.
 */
function keepCompiledCode(dataDir: string): void {
  if (process.env["NODE_COMPILE_CACHE"] !== undefined) return;
  const folder = join(dataDir, "compiled");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // A full disk, say: a slower start is no reason for none.
    return;
  }
  // The threads have a loader of their own, which reads the environment.
  if (enableCompileCache(folder).directory !== undefined) process.env["NODE_COMPILE_CACHE"] = folder;
}

function withOverrides(config: Config, options: StartOptions): Config {
  const host = options.host ?? config.server.host;
  const port = options.port ?? config.server.port;
  if (config.auth === "none" && !isLoopbackHost(host)) {
    throw new HoldfastError("config-invalid", {
      message: `auth: none is only for a loopback address, and ${host} is not one; use auth: keys, or listen on 127.0.0.1.`,
    });
  }
  return { ...config, server: { ...config.server, host, port } };
}
