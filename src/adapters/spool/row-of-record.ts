import type { LedgerEntry } from "../../ledger/call-record.ts";
import { parseJson } from "../../lib/parse-json.ts";
import type { DrainParts } from "./drain-parts.ts";
import type { SpoolRecord } from "./spool-record.ts";

export type Row =
  | { readonly kind: "row"; readonly text: string }
  /** The row without its counted tokens: `error` says why. */
  | { readonly kind: "uncounted"; readonly text: string; readonly error: unknown }
  | { readonly kind: "unreadable"; readonly reason: string };

/** The database row of a record: the very text it was written with, unless its tokens are still to be counted. */
export async function rowOfRecord(record: SpoolRecord, parts: Pick<DrainParts, "finishCount">): Promise<Row> {
  if (record.kind !== "count") return { kind: "row", text: record.json };
  const parsed = parseJson(record.json);
  if (!parsed.ok) return { kind: "unreadable", reason: `The record ${parsed.reason}.` };
  if (!isLedgerEntry(parsed.value)) return { kind: "unreadable", reason: "The record is not a ledger entry." };
  try {
    return { kind: "row", text: JSON.stringify(await parts.finishCount(parsed.value)) };
  } catch (error) {
    // A row without tokens is worth more than no row.
    return { kind: "uncounted", text: JSON.stringify(parsed.value.call), error };
  }
}

/** The checksum has vouched for the text, which this spool wrote from a `LedgerEntry`: only its outline is looked at. */
function isLedgerEntry(value: unknown): value is LedgerEntry {
  if (typeof value !== "object" || value === null || !("call" in value)) return false;
  const { call } = value;
  return typeof call === "object" && call !== null && "id" in call && typeof call.id === "string";
}
