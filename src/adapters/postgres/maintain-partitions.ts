import type { Sql } from "postgres";

export interface Maintenance {
  readonly nowMs: number;
  /** Partitions whose every row is older than this are dropped. Undefined: nothing is dropped. */
  readonly retentionDays: number | undefined;
  /** A start makes the nearest only, because each costs milliseconds; the first `maintain` makes the rest. */
  readonly daysAhead?: number;
}

/** Moving rows out of the default partition may take long; everything else here is quick. */
export const maintenanceTimeoutMs = 120_000;

const dayMs = 86_400_000;

/** Spools that could not be written for a while bring rows of the last days; partitions ahead survive a week's outage. */
const daysBack = 2;
const defaultDaysAhead = 7;

/** Attaching and dropping wait for statements that run, and stop new ones while they wait: better to try again later. */
const lockTimeoutMs = 3000;

const maintenanceLock = 4_870_325_512;

const tables = ["calls", "call_bodies"] as const;
type PartitionedTable = (typeof tables)[number];

const partitionName = /^(?:calls|call_bodies)_p(\d{4})(\d{2})(\d{2})$/;

/**
 * Makes the partitions of the coming days and drops those past retention. Replicas may run it at the same time: one
 * works, the others leave. Every partition is a transaction of its own, so that a lock is held for moments only.
 */
export async function maintainPartitions(
  sql: Sql,
  { nowMs, retentionDays, daysAhead = defaultDaysAhead }: Maintenance,
): Promise<void> {
  const today = Math.floor(nowMs / dayMs);
  for (const table of tables) {
    const existing = await partitionsOf(sql, table);
    for (let day = today - daysBack; day <= today + daysAhead; day += 1) {
      if (!existing.has(nameOf(table, day))) await inTurn(sql, createPartition(table, day));
    }
    if (retentionDays !== undefined) await dropExpired(sql, table, { today, retentionDays, existing });
  }
}

async function partitionsOf(sql: Sql, table: PartitionedTable): Promise<ReadonlySet<string>> {
  const rows = await sql.unsafe<{ name: string }[]>(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::text::regclass",
    [table],
  );
  return new Set(rows.map((row) => row.name));
}

/**
 * Waits for whoever else maintains; what that one did already is seen by the statements. All of them are one message,
 * which the server runs as one transaction. The driver's own `begin` must not be used in a gateway that runs: when the
 * server goes away in the middle, its `rollback` is written to a socket that is gone, and the error, thrown where nobody
 * can catch it, ends the process (postgres.js issue 1208).
 */
async function inTurn(sql: Sql, statements: string): Promise<void> {
  await sql
    .unsafe(
      `set local lock_timeout = ${lockTimeoutMs};
      set local statement_timeout = ${maintenanceTimeoutMs};
      select pg_advisory_xact_lock(${maintenanceLock});
      ${statements}`,
    )
    .simple();
}

/**
 * Made apart and then attached, which does not lock the table against inserts as `create table … partition of` does.
 * Rows of that day that the default partition caught are moved first: attaching would refuse to hide them.
 */
function createPartition(table: PartitionedTable, day: number): string {
  const name = nameOf(table, day);
  const range = `started_at >= '${startOf(day)}' and started_at < '${startOf(day + 1)}'`;
  return `do $$ begin
    if not exists (
      select from pg_inherits where inhparent = '${table}'::regclass and inhrelid = to_regclass('${name}')
    ) then
      create table ${name} (like ${table} including defaults including constraints);
      with moved as (delete from ${table}_default where ${range} returning *) insert into ${name} select * from moved;
      alter table ${table} attach partition ${name} for values from ('${startOf(day)}') to ('${startOf(day + 1)}');
    end if;
  end $$`;
}

interface Expiry {
  readonly today: number;
  readonly retentionDays: number;
  readonly existing: ReadonlySet<string>;
}

async function dropExpired(sql: Sql, table: PartitionedTable, expiry: Expiry): Promise<void> {
  // Not before 1970, so that a retention of "for ever" does not name a year that no timestamp has.
  const firstKept = Math.max(0, expiry.today - Math.max(0, Math.floor(expiry.retentionDays)));
  for (const name of expiry.existing) {
    const day = dayOf(name);
    if (day === undefined || day >= firstKept) continue;
    await inTurn(sql, `drop table if exists ${name}`);
  }
  await sql.unsafe(`delete from ${table}_default where started_at < '${startOf(firstKept)}'`);
}

function startOf(day: number): string {
  return new Date(day * dayMs).toISOString();
}

function nameOf(table: PartitionedTable, day: number): string {
  return `${table}_p${startOf(day).slice(0, 10).replaceAll("-", "")}`;
}

/** The day since 1970 of a partition that this file made; undefined for any other. */
function dayOf(name: string): number | undefined {
  const [, year, month, day] = partitionName.exec(name) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return Math.floor(Date.UTC(Number(year), Number(month) - 1, Number(day)) / dayMs);
}
