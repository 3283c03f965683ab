import { isMapping } from "../config/value-at.ts";
import type { VariableType } from "./prompt-content.ts";

const checks: Readonly<Record<VariableType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number" && Number.isFinite(value),
  boolean: (value) => typeof value === "boolean",
  list: (value) => Array.isArray(value),
  object: isMapping,
};

/** For messages: `must be …`. */
export const typeNames: Readonly<Record<VariableType, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  list: "a list",
  object: "an object",
};

/** Whether a value has the type that a variable declares. Nothing is converted: "5" is no number. */
export function fitsType(value: unknown, type: VariableType): boolean {
  return checks[type](value);
}
