import type { JsonCursor } from "./json-cursor.ts";

/** Calls `read` with each element of the array under the cursor and its index; returns how many there were. No array: skipped. */
export function readElements(cursor: JsonCursor, read: (index: number) => void): number {
  if (!cursor.atArray()) {
    cursor.skip();
    return 0;
  }
  if (!cursor.array()) return 0;
  let count = 0;
  do {
    read(count);
    count += 1;
  } while (cursor.nextElement());
  return count;
}
