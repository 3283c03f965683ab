import type { RequestReading } from "./dialect.ts";
import type { JsonBody } from "./json-body.ts";
import { maxTakenString } from "./take-string.ts";
import { fieldsOf } from "./usage-fields.ts";

/** A path to the field in which a caller names its end user: `["user"]`, `["metadata", "user_id"]`. */
export type EndUserField = readonly [string] | readonly [string, string];

/** Reads a request's model, whether it streams, and its end user from the first of `endUserFields` that names one. */
export function readRequest(body: JsonBody, endUserFields: readonly EndUserField[]): RequestReading {
  return {
    model: textOf(body.value("model")),
    stream: body.value("stream") === true,
    endUser: readEndUser(body, endUserFields),
  };
}

function readEndUser(body: JsonBody, fields: readonly EndUserField[]): string | undefined {
  for (const [outer, inner] of fields) {
    if (!body.spans.has(outer)) continue;
    const value = body.value(outer);
    const user = textOf(inner === undefined ? value : fieldsOf(value)[inner]);
    if (user !== undefined) return user.slice(0, maxTakenString);
  }
  return undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
