import { HoldfastError } from "../errors.ts";
import { fromBase64url, toBase64url } from "../lib/base64url.ts";
import type { CallCursor } from "../ports/store.ts";

/** A list's cursor is short; a tail's holds the transactions that were in flight. */
const maxEncodedLength = 32_768;
const mark = { list: "l", tail: "t" } as const;
const listForm = /^l~(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const tailForm = /^t~(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~([\d:,~/a-f-]+)$/;

export type CursorKind = keyof typeof mark;

/** A position as callers get it: opaque, and good for the list or the tail it came from. It grants nothing. */
export function encodeCursor(kind: CursorKind, cursor: CallCursor): string {
  return toBase64url(`${mark[kind]}~${cursor.startedAt}~${cursor.id}`);
}

/** Refuses with `request-invalid` what `encodeCursor` cannot have made. */
export function decodeCursor(kind: CursorKind, encoded: string): CallCursor {
  const text = encoded.length > maxEncodedLength ? undefined : fromBase64url(encoded);
  const [, startedAt, id] = (kind === "list" ? listForm : tailForm).exec(text ?? "") ?? [];
  if (startedAt !== undefined && id !== undefined && !Number.isNaN(Date.parse(startedAt))) return { startedAt, id };
  const where = kind === "list" ? '"next" of the page before' : "the id of the last event";
  throw new HoldfastError("request-invalid", {
    message: `"after" is not a cursor of this list; send ${where} unchanged, or leave it out to begin anew.`,
    param: "after",
  });
}
