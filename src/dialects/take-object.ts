import type { JsonCursor } from "./json-cursor.ts";

/** Moves past the value; returns its text when it is an object that is not empty. */
export function takeObject(cursor: JsonCursor): string | undefined {
  const isObject = cursor.atObject();
  const text = cursor.take();
  return isObject && text !== undefined && text.length > 2 ? text : undefined;
}
