import { parseJson } from "../lib/parse-json.ts";
import type { JsonCursor } from "./json-cursor.ts";
import { utf8FromLatin1 } from "./utf8-from-latin1.ts";

/** Model names, finish reasons and error messages go into the ledger; none that is honest is longer. */
export const maxTakenString = 1_024;

/** Moves past the value; returns it when it is a string that is not empty, cut to `maxTakenString` characters. */
export function takeString(cursor: JsonCursor): string | undefined {
  if (!cursor.atString()) {
    cursor.skip();
    return undefined;
  }
  const quoted = cursor.take();
  if (quoted === undefined || quoted.length <= 2) return undefined;
  if (!quoted.includes("\\")) return utf8FromLatin1(quoted.slice(1, Math.min(quoted.length - 1, maxTakenString + 1)));
  const parsed = parseJson(utf8FromLatin1(quoted));
  return parsed.ok && typeof parsed.value === "string" ? parsed.value.slice(0, maxTakenString) : undefined;
}
