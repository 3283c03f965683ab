import { collectText } from "./collect-text.ts";
import type { JsonBody } from "./json-body.ts";
import { JsonCursor } from "./json-cursor.ts";
import { latin1 } from "./latin1.ts";
import { OutputText } from "./output-text.ts";

/** The text under the body's top-level `keys`, JSON-escaped and joined; at most `maxText` characters. */
export function inputText(body: JsonBody, keys: readonly string[], maxText: number): string {
  const gathered = new OutputText(maxText);
  for (const key of keys) {
    const span = body.spans.get(key);
    if (span === undefined || gathered.full) continue;
    collectText(new JsonCursor(latin1(body.bytes.subarray(span.start, span.end))), gathered);
  }
  return gathered.text() ?? "";
}
