import { parseJson } from "../../lib/parse-json.ts";

const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
const needsDecoding = /[\\\u0080-\uffff]/;

/** JSON as bytes, and as the one-byte string (see `latin1`) that a cursor walks; `text` may have spaces for framing. */
export interface JsonText {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** What a JSON string literal says, its quotes at `start` and before `end`. Undefined: it holds an escape that JSON does not know. */
export function readLiteral({ bytes, text }: JsonText, start: number, end: number): string | undefined {
  const inside = text.slice(start + 1, end - 1);
  if (!needsDecoding.test(inside)) return inside;
  if (!inside.includes("\\")) return decoder.decode(bytes.subarray(start + 1, end - 1));
  const parsed = parseJson(decoder.decode(bytes.subarray(start, end)));
  return parsed.ok && typeof parsed.value === "string" ? parsed.value : undefined;
}
