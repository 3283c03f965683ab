import { getTableColumns } from "#drizzle";
import type { PgTable } from "#drizzle";
import { callBodies, calls } from "./schema.ts";

/** The SQL of `insertEncoded`: plain data, so that the drainer's thread gets it without loading the schema. */
export interface InsertStatements {
  /** One parameter: a JSON array of rows of `calls`. */
  readonly calls: string;
  /** A second parameter: a JSON array of rows of `call_bodies`. */
  readonly both: string;
}

/**
 * Text that a caller chose and an index holds is cut to this many characters: an index entry has at most 2,704 bytes,
 * and a row that does not fit into one would be refused.
 */
const maxIndexedCharacters = 500;

const cutColumns: ReadonlySet<string> = new Set([
  "project",
  "route",
  "requested_model",
  "answering_model",
  "outcome",
  "error_code",
  "end_user",
  "session",
  "release",
  "prompt",
]);

/** The database fills these in itself. */
const ownColumns: ReadonlySet<string> = new Set(["recorded_at", "arrived"]);

/** Both statements, made from the schema. */
export function insertStatements(): InsertStatements {
  const insertCalls = insertStatement(calls, { name: "calls", parameter: 1 });
  const insertBodies = insertStatement(callBodies, { name: "call_bodies", parameter: 2 });
  return { calls: insertCalls, both: `with inserted as (${insertCalls}) ${insertBodies}` };
}

function insertStatement(table: PgTable, { name, parameter }: { name: string; parameter: number }): string {
  const columns = Object.values(getTableColumns(table)).filter((column) => !ownColumns.has(column.name));
  const names = columns.map((column) => column.name).join(", ");
  const values = columns.map(({ name: column }) =>
    cutColumns.has(column) ? `left(${column}, ${maxIndexedCharacters})` : column,
  );
  const types = columns.map((column) => `${column.name} ${column.getSQLType()}`).join(", ");
  // The parameter is declared text, so that the driver sends the string as it is instead of encoding it again.
  return `insert into ${name} (${names}) select ${values.join(", ")} from json_to_recordset($${parameter}::text::json) as encoded(${types}) on conflict do nothing`;
}
