import type { CallStore } from "../../ports/store.ts";
import { openConnections } from "./connections.ts";
import type { ConnectionOptions } from "./connections.ts";
import { insertEncoded } from "./insert-encoded.ts";
import type { InsertStatements } from "./insert-statements.ts";

/** The one thing the drainer does with the database, without the schema and without drizzle. */
export interface CallWriter extends Pick<CallStore, "insertEncoded"> {
  /** A stored setting; undefined when there is none. */
  setting(name: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Connects when it first writes. Throws `config-invalid` for a bad url. */
export function openCallWriter(options: ConnectionOptions, statements: InsertStatements): CallWriter {
  const connections = openConnections(options);
  return {
    insertEncoded: (rows, bodies) =>
      connections.run("insert calls", (sql) => insertEncoded(sql, statements, { rows, bodies })),
    setting: (name) =>
      connections.run("read a setting", async (sql) => {
        const [row] = await sql<{ value: string }[]>`select value from settings where name = ${name}`;
        return row?.value;
      }),
    close: () => connections.close(),
  };
}
