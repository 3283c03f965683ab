/**
 * One record of the spool is one line of text:
 *
 *     <crc32, 8 hex digits> <payload bytes, 8 digits> <kind> <written, ms since 1970> <call id> <json>\n
 *     └─ of all that follows ┘                        └──────────────────── payload ─────────────────┘
 *
 * The JSON of a row stands in it verbatim: it goes into the database as the very text that was written here. JSON holds
 * no raw line feed, so a line feed always ends a record, and reading can start again after damage.
 */

/**
 * `open`: a streamed call began; its row is what the ledger gets if the process dies before the call ends.
 * `close`: the finished row. `count`: a finished `LedgerEntry` whose tokens are still to be counted.
 * `body`: a row of captured bodies.
 */
export const recordKinds = ["open", "close", "count", "body"] as const;
export type RecordKind = (typeof recordKinds)[number];

/** Checksum, space, payload length, space. */
export const headerBytes = 18;
/** Where the checksummed part begins. */
export const checksummedFrom = 9;
export const lengthDigits = 8;

/** No record is larger; a length above it in a file is damage. */
export const maxRecordBytes = 32 * 1024 * 1024;
/** UTF-16 code units of JSON that fit into a record whatever they are: each takes three bytes at most. */
export const maxJsonLength = 10 * 1024 * 1024;

export interface SpoolRecord {
  readonly kind: RecordKind;
  /** When the record was written, in milliseconds since 1970. */
  readonly writtenAtMs: number;
  readonly id: string;
  readonly json: string;
}

/** A place between two records. */
export interface SpoolPosition {
  readonly segment: number;
  readonly offset: number;
}

export function isRecordKind(text: string): text is RecordKind {
  return text === "close" || text === "body" || text === "open" || text === "count";
}
