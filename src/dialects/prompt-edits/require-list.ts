import { HoldfastError } from "../../errors.ts";
import type { JsonBody } from "../json-body.ts";

/** Refuses a body whose messages are no list: the prompt's could not be put around them. */
export function requireList(body: JsonBody, key: string): void {
  const value = body.value(key);
  if (value === undefined || value === null || Array.isArray(value)) return;
  throw new HoldfastError("request-invalid", { message: `"${key}" must be a list.`, param: key });
}
