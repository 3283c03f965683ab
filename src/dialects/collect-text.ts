import type { JsonCursor } from "./json-cursor.ts";
import type { OutputText } from "./output-text.ts";

/** Deeper values are skipped: text that a model reads or writes does not lie that deep. */
const maxTextDepth = 24;

/** Strings under these keys are names, signatures or media, which are no text or are billed otherwise. */
const notText: ReadonlySet<string> = new Set([
  "role",
  "type",
  "id",
  "object",
  "status",
  "index",
  "format",
  "call_id",
  "item_id",
  "tool_call_id",
  "tool_use_id",
  "finish_reason",
  "native_finish_reason",
  "stop_reason",
  "logprobs",
  "annotations",
  "citation",
  "cache_control",
  "image_url",
  "input_audio",
  "audio",
  "file",
  "file_data",
  "file_id",
  "source",
  "data",
  "inlineData",
  "inline_data",
  "fileData",
  "file_uri",
  "mimeType",
  "mime_type",
  "media_type",
  "signature",
  "encrypted_content",
  "thoughtSignature",
  "thought_signature",
  "reasoning_details",
]);

/** Whether strings under this key are text. */
export function isText(key: string): boolean {
  return !notText.has(key);
}

/** Moves past the value under the cursor and adds every string in it that a tokenizer would count. */
export function collectText(cursor: JsonCursor, into: OutputText, depth = 0): void {
  if (cursor.atString()) {
    const start = cursor.position + 1;
    if (cursor.skip()) into.add(cursor.text.slice(start, cursor.position - 1));
  } else if (depth === maxTextDepth || into.full) {
    cursor.skip();
  } else if (cursor.atObject()) {
    collectMembers(cursor, into, depth);
  } else if (cursor.atArray()) {
    if (!cursor.array()) return;
    do collectText(cursor, into, depth + 1);
    while (cursor.nextElement());
  } else {
    cursor.skip();
  }
}

function collectMembers(cursor: JsonCursor, into: OutputText, depth: number): void {
  if (!cursor.object()) return;
  do {
    if (isText(cursor.text.slice(cursor.keyStart, cursor.keyEnd))) collectText(cursor, into, depth + 1);
    else cursor.skip();
  } while (cursor.nextMember());
}
