import type { Sql, TransactionSql } from "postgres";
import { HoldfastError } from "../../errors.ts";

/** One file of `migrations/`: `0000_name.sql` is version 1. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** The newest migration this code was written for; a test compares it with the files. */
export const schemaVersion = 3;

/** Replicas that start together queue up behind this advisory lock. Any number that nobody else uses. */
const migrationLock = 4_870_325_511;

/** A migration of a large ledger may take long; a stuck one must not hold the lock for good. */
export const migrationTimeoutMs = 600_000;

/**
 * Brings the database to `schemaVersion`, under a lock that ends with its transaction: replicas may start at the same
 * time. Throws `config-invalid` when the database is newer than this code.
 */
export async function migrate(sql: Sql, migrations: readonly Migration[]): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction.unsafe(`set local statement_timeout = ${migrationTimeoutMs}`);
    await transaction.unsafe(`select pg_advisory_xact_lock(${migrationLock})`);
    await transaction.unsafe(
      "create table if not exists holdfast_migrations (version integer primary key, name text not null, applied_at timestamptz not null default now())",
    );
    const current = await readVersion(transaction);
    refuseNewer(current);
    for (const migration of migrations) {
      if (migration.version > current) await apply(transaction, migration);
    }
  });
}

/** For a gateway that must not migrate (Workers): throws `config-invalid` unless the schema is the expected one. */
export async function checkSchema(sql: Sql): Promise<void> {
  const [found] = await sql<{ table: string | null }[]>`select to_regclass('holdfast_migrations')::text as table`;
  const current = found?.table === "holdfast_migrations" ? await readVersion(sql) : 0;
  refuseNewer(current);
  if (current < schemaVersion) {
    throw new HoldfastError("config-invalid", {
      message: `The database has schema ${current} and this gateway needs ${schemaVersion}. Run \`holdfast doctor\` or \`holdfast start\` with DATABASE_URL set to this database once: it applies the migrations.`,
    });
  }
}

async function readVersion(sql: Sql | TransactionSql): Promise<number> {
  const [row] = await sql.unsafe<{ version: number | null }[]>(
    "select max(version) as version from holdfast_migrations",
  );
  return row?.version ?? 0;
}

function refuseNewer(current: number): void {
  if (current <= schemaVersion) return;
  throw new HoldfastError("config-invalid", {
    message: `The database has schema ${current}, written by a newer Holdfast than this one, which knows ${schemaVersion}. Upgrade this gateway, or point it at another database.`,
  });
}

async function apply(transaction: TransactionSql, migration: Migration): Promise<void> {
  await transaction.unsafe(migration.sql).simple();
  await transaction`insert into holdfast_migrations (version, name) values (${migration.version}, ${migration.name})`;
}
