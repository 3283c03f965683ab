import { collectText, isText } from "./collect-text.ts";
import { JsonCursor } from "./json-cursor.ts";
import { jsonStringEnd } from "./json-string-end.ts";
import type { OutputText } from "./output-text.ts";

const quote = 0x22;
const space = 0x20;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;

/**
 * Adds the text of the JSON value that begins at `position`: a string, or an object such as a `delta`. The same as
 * `collectText`, without a cursor for the members that nearly all deltas consist of; this runs for every event.
 */
export function gatherText(text: string, position: number, into: OutputText): void {
  let at = text.charCodeAt(position) === space ? position + 1 : position;
  const unit = text.charCodeAt(at);
  if (unit === quote) {
    const end = jsonStringEnd(text, at);
    if (end !== -1) into.add(text.slice(at + 1, end - 1));
    return;
  }
  if (unit !== openBrace) return collectText(new JsonCursor(text, at), into);
  do {
    at = gatherMember(text, at + 1, into);
  } while (text.charCodeAt(at) === comma);
}

/** From a member's first character to just after its value; -1 when there is none. */
function gatherMember(text: string, start: number, into: OutputText): number {
  let at = text.charCodeAt(start) === space ? start + 1 : start;
  if (text.charCodeAt(at) !== quote) return -1;
  const keyStart = at + 1;
  const keyEnd = text.indexOf('"', keyStart);
  if (keyEnd === -1 || text.charCodeAt(keyEnd + 1) !== colon) return -1;
  at = text.charCodeAt(keyEnd + 2) === space ? keyEnd + 3 : keyEnd + 2;
  const wanted = isText(text.slice(keyStart, keyEnd));
  if (wanted && text.charCodeAt(at) === quote) {
    const end = jsonStringEnd(text, at);
    if (end !== -1) into.add(text.slice(at + 1, end - 1));
    return end;
  }
  const cursor = new JsonCursor(text, at);
  if (wanted) collectText(cursor, into);
  else cursor.skip();
  return cursor.problem === undefined ? cursor.position : -1;
}
