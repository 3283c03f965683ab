import { HoldfastError } from "../errors.ts";
import { parseJson } from "../lib/parse-json.ts";
import { JsonCursor } from "./json-cursor.ts";
import type { JsonBody, Span } from "./json-body.ts";
import { latin1 } from "./latin1.ts";
import { utf8FromLatin1 } from "./utf8-from-latin1.ts";

/** More top-level keys than any API has fields, many times over. */
export const maxTopLevelKeys = 4_096;

const maxQuotedKey = 80;
const backslash = 0x5c;

/**
 * Finds where the top-level values of a JSON object stand, in one pass and without parsing them. Nested values are
 * skipped (their brackets and strings must balance) and parsed only when `value` asks. A byte order mark is allowed.
 * Throws `body-malformed` (the byte and what was expected there) or `body-duplicate-key`: two readers of a body that
 * names a key twice may read two different requests. Keys compare after unescaping.
 */
export function scanJsonBody(bytes: Uint8Array): JsonBody {
  const text = latin1(bytes);
  const cursor = new JsonCursor(text, startsWithMark(bytes) ? 3 : 0);
  cursor.space();
  const afterOpen = cursor.position + 1;
  const spans = new Map<string, Span>();
  if (cursor.object()) {
    do {
      const key = readKey(cursor);
      const start = cursor.position;
      const known = spans.size;
      if (known === maxTopLevelKeys) throw malformed(start, `at most ${maxTopLevelKeys} top-level keys`);
      if (!cursor.skip()) break;
      spans.set(key, { start, end: cursor.position });
      if (spans.size === known) throw duplicate(key);
    } while (cursor.nextMember());
  }
  if (cursor.problem === undefined) {
    cursor.space();
    if (cursor.position !== text.length) cursor.problem = "the end of the body";
  }
  if (cursor.problem !== undefined) throw malformed(cursor.position, cursor.problem);
  return { bytes, spans, afterOpen, value: (key) => readValue(text, spans.get(key)) };
}

function startsWithMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function readKey(cursor: JsonCursor): string {
  const key = cursor.text.slice(cursor.keyStart, cursor.keyEnd);
  if (isPlain(key)) return key;
  const parsed = parseJson(`"${utf8FromLatin1(key)}"`);
  if (!parsed.ok || typeof parsed.value !== "string")
    throw malformed(cursor.keyStart, "a key that is a valid JSON string");
  return parsed.value;
}

/** Whether what stands between the quotes is what it means: ASCII, and nothing escaped. A loop beats a pattern here. */
function isPlain(inside: string): boolean {
  for (let index = 0; index < inside.length; index += 1) {
    const unit = inside.charCodeAt(index);
    if (unit < 0x20 || unit > 0x7e || unit === backslash) return false;
  }
  return true;
}

function readValue(text: string, span: Span | undefined): unknown {
  if (span === undefined) return undefined;
  const value = text.slice(span.start, span.end);
  if (value === "true") return true;
  if (value === "false") return false;
  if (value === "null") return null;
  if (value.startsWith('"')) {
    const inside = value.slice(1, -1);
    if (isPlain(inside)) return inside;
  }
  const parsed = parseJson(utf8FromLatin1(value));
  return parsed.ok ? parsed.value : undefined;
}

function malformed(position: number, expected: string): HoldfastError {
  return new HoldfastError("body-malformed", { message: `At byte ${position}, ${expected} was expected.` });
}

function duplicate(key: string): HoldfastError {
  const name = JSON.stringify(key.length > maxQuotedKey ? `${key.slice(0, maxQuotedKey)}…` : key);
  return new HoldfastError("body-duplicate-key", {
    message: `Remove one of the two ${name}.`,
    param: key.slice(0, maxQuotedKey),
  });
}
