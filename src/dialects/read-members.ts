import type { JsonCursor } from "./json-cursor.ts";

/** What to do with each key that is wanted. A reader must consume the value under the cursor. */
export type MemberReaders<Into> = ReadonlyMap<string, (cursor: JsonCursor, into: Into) => void>;

/** Reads the object under the cursor, and past it: wanted members by their readers, the others skipped. No object: skipped. */
export function readMembers<Into>(cursor: JsonCursor, readers: MemberReaders<Into>, into: Into): void {
  if (!cursor.atObject()) {
    cursor.skip();
    return;
  }
  if (!cursor.object()) return;
  do {
    const read = readers.get(cursor.text.slice(cursor.keyStart, cursor.keyEnd));
    if (read === undefined) cursor.skip();
    else read(cursor, into);
  } while (cursor.nextMember());
}
