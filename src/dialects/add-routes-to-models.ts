import { applyEdits } from "./apply-edits.ts";
import type { ApiFamily } from "./endpoints.ts";
import type { JsonBody } from "./json-body.ts";
import { scanJsonBody } from "./scan-json-body.ts";

interface ListForm {
  /** The list's key at the top level of the answer. */
  readonly key: string;
  entry(route: string): unknown;
}

const forms: Readonly<Record<ApiFamily, ListForm>> = {
  openai: { key: "data", entry: (id) => ({ id, object: "model", created: 0, owned_by: "holdfast" }) },
  anthropic: {
    key: "data",
    entry: (id) => ({ type: "model", id, display_name: id, created_at: "1970-01-01T00:00:00Z" }),
  },
  gemini: {
    key: "models",
    entry: (id) => ({
      name: `models/${id}`,
      displayName: id,
      supportedGenerationMethods: ["generateContent", "streamGenerateContent"],
    }),
  },
};

const openBracket = 0x5b;
const closeBracket = 0x5d;

/** A provider's list of models with the gateway's routes spliced in at its front; everything else keeps its bytes. */
export function addRoutesToModels(list: Uint8Array, family: ApiFamily, routes: readonly string[]): Uint8Array {
  if (routes.length === 0) return list;
  const form = forms[family];
  const start = listStart(list, form.key);
  if (start === undefined) return list;
  const entries = routes.map((route) => JSON.stringify(form.entry(route))).join(",");
  const isEmpty = firstAfterSpace(list, start) === closeBracket;
  return applyEdits(list, [{ start, end: start, text: isEmpty ? entries : `${entries},` }]);
}

/** Just after the list's opening bracket; undefined when the answer is not of the form. */
function listStart(bytes: Uint8Array, key: string): number | undefined {
  let body: JsonBody;
  try {
    body = scanJsonBody(bytes);
  } catch {
    // Not the JSON that was expected: the caller gets what the provider said.
    return undefined;
  }
  const span = body.spans.get(key);
  return span !== undefined && bytes[span.start] === openBracket ? span.start + 1 : undefined;
}

function firstAfterSpace(bytes: Uint8Array, from: number): number | undefined {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at += 1;
  return bytes[at];
}
