import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { openEmbeddedDatabase } from "../../src/adapters/pglite/open-embedded-database.ts";
import type { SeenCall } from "./load.ts";

export interface LedgerRows {
  /** Outcome by call id. */
  readonly outcomes: ReadonlyMap<string, string>;
  readonly rows: number;
}

/** All rows of a ledger in Postgres. */
export async function readLedger(url: string, socketPath?: string): Promise<LedgerRows> {
  const sql = postgres(url, { max: 1, ...(socketPath === undefined ? {} : { path: socketPath }) });
  try {
    const rows = await sql<{ id: string; outcome: string }[]>`select id::text, outcome from calls`;
    return { rows: rows.length, outcomes: new Map(rows.map((row) => [row.id, row.outcome])) };
  } finally {
    await sql.end();
  }
}

/** All rows of an embedded ledger that no process has open. */
export async function readEmbeddedLedger(dataDir: string): Promise<LedgerRows> {
  const database = await openEmbeddedDatabase({ dataDir });
  try {
    return await readLedger(database.url, database.socketPath);
  } finally {
    await database.close();
  }
}

export interface Comparison {
  /** Calls whose answer a caller saw whole. */
  readonly answered: number;
  readonly rows: number;
  /** Answered calls without a row that says so. */
  readonly lost: number;
  /** Rows above one for a call. */
  readonly duplicates: number;
}

/** What the callers saw against what the ledger holds. */
export function compare(calls: readonly SeenCall[], { outcomes, rows }: LedgerRows): Comparison {
  const answered = calls.filter((call) => call.complete);
  return {
    answered: answered.length,
    rows,
    lost: answered.filter((call) => outcomes.get(call.id) !== "answered").length,
    duplicates: rows - outcomes.size,
  };
}

/** One figure of `/metrics`. */
export async function readMetric(url: string, name: string): Promise<number> {
  const response = await fetch(`${url}/metrics`);
  const text = await response.text();
  const line = text.split("\n").find((one) => one.startsWith(`${name} `));
  if (line === undefined) throw new Error(`/metrics does not tell ${name}`);
  return Number(line.slice(name.length + 1));
}

/** Waits until everything recorded so far is in the database. */
export async function untilDrained(url: string, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    // Records are only counted once the drainer has looked at what an earlier process left.
    const pending = await readMetric(url, "holdfast_spool_pending_bytes");
    if (pending === 0) return;
    if (performance.now() > deadline) throw new Error(`${pending} bytes are still not in the database`);
    await sleep(100);
  }
}
