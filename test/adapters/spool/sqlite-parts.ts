/** A database for tests that outlives the process and keeps ids apart as Postgres does: one SQLite file. */
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { DrainParts, OpenDrainParts } from "../../../src/adapters/spool/drain-parts.ts";

/** Files in the database's directory that switch faults on. */
export const faults = {
  /** Statements fail as in an outage. */
  outage: "fault-outage",
  /** One statement succeeds, then the outage begins. */
  oneMore: "fault-one-more",
  /** The process is killed between the commit and its answer. */
  killAfterInsert: "fault-kill-after-insert",
  /** The drainer's thread throws outside of any promise, once. */
  crashThread: "fault-crash-thread",
  /** Nothing can be opened. */
  unreachable: "fault-unreachable",
} as const;

/** A row with this model is refused for good. */
export const refusedModel = "refused-by-the-database";

class RowRefused extends Error {}

interface KeptRow {
  readonly id: string;
  readonly json: string;
}

function open(directory: string): DatabaseSync {
  const database = new DatabaseSync(join(directory, "calls.sqlite"));
  database.exec(`pragma journal_mode = wal; pragma synchronous = off; pragma busy_timeout = 5000;
    create table if not exists calls (id text primary key, json text not null);
    create table if not exists bodies (id text primary key, json text not null);`);
  return database;
}

export function readRows(directory: string, table: "calls" | "bodies" = "calls"): ReadonlyMap<string, string> {
  const database = open(directory);
  const rows = database.prepare(`select id, json from ${table}`).all() as unknown as readonly KeptRow[];
  database.close();
  return new Map(rows.map(({ id, json }) => [id, json]));
}

export const openDrainParts: OpenDrainParts = (input) => {
  const directory = String(input);
  if (existsSync(join(directory, faults.unreachable))) return Promise.reject(new Error("no route to host"));
  const database = open(directory);
  const parts: DrainParts = {
    calls: { insertEncoded: (rows, bodies) => insert({ directory, database, rows, bodies }) },
    isDataError: (error) => error instanceof RowRefused,
    finishCount: (entry) => ({
      ...entry.call,
      usage_source: "counted",
      output_tokens: entry.count?.output?.length ?? 0,
    }),
    close: () => {
      database.close();
      return Promise.resolve();
    },
  };
  return Promise.resolve(parts);
};

interface Insertion {
  readonly directory: string;
  readonly database: DatabaseSync;
  readonly rows: readonly string[];
  readonly bodies: readonly string[];
}

async function insert({ directory, database, rows, bodies }: Insertion): Promise<void> {
  const crash = join(directory, faults.crashThread);
  if (existsSync(crash)) {
    rmSync(crash);
    setImmediate(() => {
      throw new Error("the thread crashed");
    });
    await new Promise(() => undefined);
  }
  const oneMore = join(directory, faults.oneMore);
  if (existsSync(oneMore)) renameSync(oneMore, join(directory, faults.outage));
  else if (existsSync(join(directory, faults.outage))) throw new Error("connection refused");
  if (rows.some((row) => row.includes(refusedModel))) throw new RowRefused("the row is bad");
  database.exec("begin immediate");
  const calls = database.prepare("insert or ignore into calls (id, json) values (?, ?)");
  for (const row of rows) calls.run(idOf(row), row);
  const texts = database.prepare("insert or ignore into bodies (id, json) values (?, ?)");
  for (const body of bodies) texts.run(idOf(body), body);
  database.exec("commit");
  if (existsSync(join(directory, faults.killAfterInsert))) process.kill(process.pid, "SIGKILL");
}

function idOf(row: string): string {
  return (JSON.parse(row) as { readonly id: string }).id;
}
