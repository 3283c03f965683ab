import type { Edit } from "./dialect.ts";
import type { JsonBody } from "./json-body.ts";

/** The edit that makes `model` the value of the body's top-level `model`, inserting the member when there is none. */
export function setModel(body: JsonBody, model: string): Edit {
  const span = body.spans.get("model");
  if (span !== undefined) return { start: span.start, end: span.end, text: JSON.stringify(model) };
  const separator = body.spans.size === 0 ? "" : ",";
  return { start: body.afterOpen, end: body.afterOpen, text: `"model":${JSON.stringify(model)}${separator}` };
}
