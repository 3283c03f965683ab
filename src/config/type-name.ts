import type { SchemaNode } from "./schema-at-path.ts";
import { isMapping } from "./value-at.ts";

const names: ReadonlyMap<unknown, string> = new Map([
  ["object", "mapping"],
  ["array", "list"],
  ["string", "text"],
  ["integer", "whole number"],
  ["number", "number"],
  ["boolean", "true or false"],
]);

/** What a person writes for a node of the schema: `duration`, `text or secret`, `list of text`, `whole number`. */
export function typeName(node: SchemaNode): string {
  if (typeof node["title"] === "string" && node["$id"] === undefined) return node["title"];
  const variants = node["anyOf"];
  if (Array.isArray(variants)) return [...new Set(variants.filter(isMapping).map(typeName))].join(" or ");
  if (node["type"] === "array" && isMapping(node["items"])) return `list of ${typeName(node["items"])}`;
  if (allowedValues(node).length > 0) return "one of a set";
  return names.get(node["type"]) ?? "mapping";
}

/** The values that a node allows, when they are few and fixed. */
export function allowedValues(node: SchemaNode): readonly string[] {
  if (Array.isArray(node["enum"])) return node["enum"].map(String);
  return typeof node["const"] === "string" ? [node["const"]] : [];
}
