import { HoldfastError } from "../../errors.ts";
import type { Span } from "../json-body.ts";
import { JsonCursor } from "../json-cursor.ts";
import { latin1 } from "../latin1.ts";
import type { BodyEditor } from "../prompt-edits/body-editor.ts";

/** Both spellings of the member that Google's JSON takes. */
const keys = ["systemInstruction", "system_instruction"] as const;

/** Puts parts before those of the caller's own system instruction, or makes one of them. */
export function insertSystemParts(editor: BodyEditor, parts: readonly unknown[]): void {
  if (parts.length === 0) return;
  const written = parts.map((part) => JSON.stringify(part));
  const key = keys.find((one) => !editor.isUnset(one));
  const span = key === undefined ? undefined : editor.body.spans.get(key);
  if (key === undefined || span === undefined) {
    editor.put(keys[0], `{"parts":[${written.join(",")}]}`);
    return;
  }
  const cursor = new JsonCursor(latin1(editor.body.bytes), span.start);
  if (!cursor.atObject()) throw malformed(key);
  const isEmpty = !cursor.object();
  const own = isEmpty ? undefined : findParts(cursor);
  if (own === undefined) editor.insert(span.start + 1, `"parts":[${written.join(",")}]${isEmpty ? "" : ","}`);
  else if (own.isList) editor.surroundAt(own, written, []);
  else throw malformed(key);
}

/** Where the object under the cursor has its `parts`; the cursor stands on its first member. */
function findParts(cursor: JsonCursor): (Span & { readonly isList: boolean }) | undefined {
  let found: (Span & { readonly isList: boolean }) | undefined;
  do {
    const isParts = cursor.keyIs("parts");
    const isList = cursor.atArray();
    const start = cursor.position;
    cursor.skip();
    if (isParts) found = { start, end: cursor.position, isList };
  } while (cursor.nextMember());
  return found;
}

function malformed(key: string): HoldfastError {
  return new HoldfastError("request-invalid", {
    message: `"${key}" must be an object with a list of parts.`,
    param: key,
  });
}
