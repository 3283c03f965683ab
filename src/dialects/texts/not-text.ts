/** Members of the dialects' objects that hold a name from a fixed list, or an identifier: one word, never a text. */
const nameKeys: ReadonlySet<string> = new Set([
  "role",
  "type",
  "id",
  "object",
  "status",
  "index",
  "format",
  "detail",
  "ttl",
  "phase",
  "model",
  "language",
  "call_id",
  "callId",
  "item_id",
  "tool_call_id",
  "tool_use_id",
  "response_id",
  "responseId",
  "container_id",
  "approval_request_id",
  "server_label",
  "obfuscation",
  "finish_reason",
  "finishReason",
  "native_finish_reason",
  "stop_reason",
  "mimeType",
  "mime_type",
  "media_type",
  "outcome",
  "page_age",
  "expires_at",
  "caller",
]);

/** Members that hold media, an address of media, or sealed content. */
const mediaKeys: ReadonlySet<string> = new Set([
  "data",
  "url",
  "uri",
  "image_url",
  "file_url",
  "file_data",
  "file_id",
  "fileUri",
  "file_uri",
  "audio",
  "b64_json",
  "partial_image_b64",
  "result",
  "screenshot",
  "signature",
  "thoughtSignature",
  "thought_signature",
  "encrypted_content",
  "encrypted_index",
  "encrypted_stdout",
]);

/** Words of JSON Schema's own language. */
const schemaKeys: ReadonlySet<string> = new Set(["type", "format", "required", "$ref", "$schema", "$id", "strict"]);

/** What honest identifiers are made of. Anything else in their place is looked at as a text. */
const oneWord = /^[\w.:/+=@|#$-]{0,256}$/;
/** An address or base64 is printable ASCII without spaces. */
const beyondAddress = /[^\x21-\x7e]/;
/** What members are called. A longer one may be a sentence with underscores for spaces. */
const plainKey = /^[\w.$@:/-]{0,40}$/;
/** Any other role is looked at as a text too: open models' templates print it as it is. */
const roles: ReadonlySet<string> = new Set(["system", "developer", "user", "assistant", "model", "tool", "function"]);

/** What the string under a key is taken for, in the dialects' own objects and in schemas. */
export type StringRole = "name" | "media" | "text";

export function stringRole(key: string, inSchema: boolean): StringRole {
  if (inSchema) return schemaKeys.has(key) ? "name" : "text";
  if (nameKeys.has(key)) return "name";
  return mediaKeys.has(key) ? "media" : "text";
}

/** Whether a string in the place of a name is what stands there honestly. */
export function isName(key: string, text: string): boolean {
  return key === "role" ? roles.has(text) : oneWord.test(text);
}

/** Whether a string in media's place can be no address and no base64. */
export function isBeyondAddress(text: string): boolean {
  return beyondAddress.test(text);
}

/** Whether a member's name is worth a look of its own. */
export function isPlainKey(key: string): boolean {
  return plainKey.test(key);
}
