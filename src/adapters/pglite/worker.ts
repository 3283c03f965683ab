import { chmod, rm } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { DurableFileSystem, durableStartParams } from "./durable-file-system.ts";
import { markComplete, prepareDirectory } from "./prepare-directory.ts";
import type { WorkerOrder, WorkerReport, WorkerStart } from "./worker-messages.ts";
import { WireServer } from "./wire-server.ts";

/** A thread of its own: PGlite runs to the end of a statement without letting go, which must not stop the gateway. */

const maxIdleInTransactionMs = 10_000;
/** As long as a migration may take. */
const maxTransactionMs = 600_000;
/** A gateway's pool, its listener, and a few command lines. */
const maxConnections = 64;

/**
 * A Postgres without a postmaster writes no checkpoint by itself: its log would grow for ever, and be replayed at the
 * next start. This often it is looked at, and a checkpoint written once it has grown by this much.
 */
const checkpointEveryMs = 30_000;
const checkpointAfterBytes = 32 * 1024 * 1024;

const port = parentPort;
if (port === null) throw new Error("This file runs as a worker thread.");
const report = (message: WorkerReport): void => port.postMessage(message);

const { directory, socketPath } = asWorkerStart(workerData);
const prepared = await prepareDirectory(directory);
if (prepared.setAside !== undefined) report({ kind: "set-aside", directory: prepared.setAside });
const files = new DurableFileSystem(directory, prepared);
const database = await PGlite.create({ fs: files, startParams: [...durableStartParams] });
if (prepared.isNew) {
  files.beDurable();
  await markComplete(directory);
}

const server = new WireServer({
  backend: (messages) => database.execProtocolRawSync(messages),
  parameters: {
    server_version: await ask("show server_version"),
    server_encoding: "UTF8",
    client_encoding: "UTF8",
    DateStyle: "ISO, MDY",
    TimeZone: "UTC",
    integer_datetimes: "on",
    standard_conforming_strings: "on",
  },
  maxIdleInTransactionMs,
  maxTransactionMs,
  maxConnections,
});

// A socket that was left behind by a process that was killed; whoever starts this thread owns the directory.
await rm(socketPath, { force: true });
await server.listen(socketPath);
await chmod(socketPath, 0o600);
report({ kind: "ready" });

let checkpointAt = Number(await ask("select pg_current_wal_lsn() - '0/0'"));
const housekeeping = setInterval(() => {
  if (server.isIdle()) void checkpoint();
}, checkpointEveryMs);

port.on("message", (order: WorkerOrder) => {
  if (order.kind === "close") void shutDown();
});

async function checkpoint(): Promise<void> {
  const written = Number(await ask("select pg_current_wal_lsn() - '0/0'"));
  if (written - checkpointAt < checkpointAfterBytes) return;
  checkpointAt = written;
  await database.exec("checkpoint");
}

async function shutDown(): Promise<void> {
  clearInterval(housekeeping);
  await server.close();
  await database.close();
  report({ kind: "closed" });
  port?.close();
}

/** The one value of a one-row query. */
async function ask(query: string): Promise<string> {
  const { rows } = await database.query<readonly unknown[]>(query, [], { rowMode: "array" });
  return String(rows[0]?.[0]);
}

/** `workerData` is what `start-worker.ts` passed: it has this one caller. */
function asWorkerStart(data: unknown): WorkerStart {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- typed where the worker is started
  return data as WorkerStart;
}
