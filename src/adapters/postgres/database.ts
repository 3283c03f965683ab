import { drizzle } from "#drizzle";
import type { PostgresJsDatabase } from "#drizzle";
import type { Sql } from "postgres";
import { openConnections } from "./connections.ts";
import type { ConnectionOptions } from "./connections.ts";

export type DatabaseOptions = ConnectionOptions;

/** Two doors to the same connections: the driver itself for the ledger's inserts, drizzle for everything else. */
export interface Session {
  readonly sql: Sql;
  readonly query: PostgresJsDatabase;
}

export interface Database {
  /** As `Connections.run`, with drizzle at hand. */
  run<Result>(name: string, work: (session: Session) => Promise<Result>, timeoutMs?: number): Promise<Result>;
  close(): Promise<void>;
}

/** Makes the pool of connections; nothing is opened before the first `run`. Throws `config-invalid` for a bad url. */
export function openDatabase(options: DatabaseOptions): Database {
  const connections = openConnections(options);
  let session: Session | undefined;
  const sessionOf = (sql: Sql): Session => {
    // The driver is replaced when an operation hangs; drizzle is then built over the new one.
    if (session?.sql !== sql) session = { sql, query: drizzle(sql) };
    return session;
  };
  return {
    run: (name, work, timeoutMs) => connections.run(name, (sql) => work(sessionOf(sql)), timeoutMs),
    close: () => connections.close(),
  };
}
