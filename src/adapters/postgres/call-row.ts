import { getTableColumns } from "#drizzle";
import type { CallBodies, CallRecord } from "../../ledger/call-record.ts";
import { callBodies, calls } from "./schema.ts";

const { recorded_at: _recordedAt, arrived: _arrived, ...recordColumns } = getTableColumns(calls);
const { id: _id, started_at: _startedAt, ...bodyColumns } = getTableColumns(callBodies);

/** What a select asks for to make a `CallRecord` of: every column but the database's own two. */
export { recordColumns, bodyColumns };

/** A row as the ledger knows it: NULL is an absent key, times are ISO 8601 in UTC. */
export function toCallRecord(row: Readonly<Record<string, unknown>>): CallRecord {
  const record: Record<string, unknown> = withoutNulls(row);
  record["started_at"] = new Date(String(row["started_at"])).toISOString();
  return asCallRecord(record);
}

export function toCallBodies(row: Readonly<Record<string, unknown>>): CallBodies {
  return withoutNulls(row);
}

function withoutNulls(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) if (value !== null) kept[name] = value;
  return kept;
}

/** The columns of `calls` are the keys of `CallRecord` with their types (a test compares them); NOT NULL does the rest. */
function asCallRecord(record: Readonly<Record<string, unknown>>): CallRecord {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- guaranteed by the table's definition, see above
  return record as unknown as CallRecord;
}
