import { parseJson } from "../../lib/parse-json.ts";
import type { Edit } from "../dialect.ts";
import type { JsonBody, Span } from "../json-body.ts";
import { JsonCursor } from "../json-cursor.ts";
import { latin1 } from "../latin1.ts";
import { readElements } from "../read-elements.ts";

const modelPrefix = "models/";

/**
 * Embedding requests repeat the path's model in the body, and a batch of them in each of its requests; Google refuses them
 * when the two differ.
 */
export function setModelInBody(body: JsonBody, model: string): readonly Edit[] {
  const requests = body.spans.get("requests");
  const own = body.spans.get("model");
  if (requests === undefined && own === undefined) return [];
  const text = latin1(body.bytes);
  const named = [...(own === undefined ? [] : [own]), ...(requests === undefined ? [] : modelsOf(text, requests))];
  return named.flatMap(({ start, end }) => {
    // Parsed, because a slash may be written as an escape: PHP does so.
    const before = parseJson(text.slice(start, end));
    if (!before.ok || typeof before.value !== "string") return [];
    const isFull = before.value.startsWith(modelPrefix);
    return [{ start, end, text: JSON.stringify(isFull ? `${modelPrefix}${model}` : model) }];
  });
}

/** Where each of a batch's requests names its model. */
function modelsOf(text: string, requests: Span): readonly Span[] {
  const found: Span[] = [];
  const cursor = new JsonCursor(text, requests.start);
  readElements(cursor, () => {
    if (!cursor.atObject()) {
      cursor.skip();
      return;
    }
    if (!cursor.object()) return;
    do {
      const isModel = cursor.keyIs("model");
      const start = cursor.position;
      if (cursor.skip() && isModel) found.push({ start, end: cursor.position });
    } while (cursor.nextMember());
  });
  return found;
}
