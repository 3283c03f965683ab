import type { JsonCursor } from "./json-cursor.ts";
import { readMembers, type MemberReaders } from "./read-members.ts";
import { maxTakenString, takeString } from "./take-string.ts";

interface ErrorParts {
  message: string | undefined;
  kind: string | undefined;
  code: string | undefined;
}

function takeCode(cursor: JsonCursor): string | undefined {
  return cursor.atString() ? takeString(cursor) : cursor.take();
}

function takeKind(cursor: JsonCursor, into: ErrorParts): void {
  const kind = takeString(cursor);
  into.kind ??= kind;
}

const errorMembers: MemberReaders<ErrorParts> = new Map([
  ["message", (cursor, into) => void (into.message = takeString(cursor))],
  ["type", takeKind],
  // Google's name for the kind.
  ["status", takeKind],
  ["code", (cursor, into) => void (into.code = takeCode(cursor))],
]);

/** Moves past the value of an `error` member; returns what it says in one line: the kind or code, and the message. */
export function takeError(cursor: JsonCursor): string | undefined {
  if (cursor.atString()) return takeString(cursor);
  if (!cursor.atObject()) {
    cursor.skip();
    return undefined;
  }
  const start = cursor.position;
  const parts: ErrorParts = { message: undefined, kind: undefined, code: undefined };
  readMembers(cursor, errorMembers, parts);
  const code = parts.code === "null" ? undefined : parts.code;
  const kind = parts.kind ?? code;
  if (parts.message === undefined) return kind ?? cursor.text.slice(start, cursor.position).slice(0, maxTakenString);
  return (kind === undefined ? parts.message : `${kind}: ${parts.message}`).slice(0, maxTakenString);
}
