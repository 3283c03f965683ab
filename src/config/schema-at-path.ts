import { configJsonSchema } from "./json-schema.ts";
import type { ConfigPath } from "./config.ts";
import { isMapping, valueAt } from "./value-at.ts";

/** A node of the JSON Schema. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/**
 * The part of the JSON Schema that describes a path. `root` is the file's data: it decides which kind of a union
 * applies. Undefined when no such key exists.
 */
export function schemaAtPath(path: ConfigPath, root: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = oneVariant(configJsonSchema(), root);
  for (const [index, step] of path.entries()) {
    const below: SchemaNode | undefined = node === undefined ? undefined : descend(node, step);
    node = below === undefined ? undefined : oneVariant(below, valueAt(root, path.slice(0, index + 1)));
  }
  return node;
}

/** The keys that may stand in the mapping that a node describes. */
export function keysOf(node: SchemaNode | undefined): readonly string[] {
  return isMapping(node?.["properties"]) ? Object.keys(node["properties"]) : [];
}

function descend(node: SchemaNode, step: string | number): SchemaNode | undefined {
  if (typeof step === "number") return mapping(node["items"]);
  const properties = mapping(node["properties"]);
  if (properties !== undefined && Object.hasOwn(properties, step)) return mapping(properties[step]);
  return mapping(node["additionalProperties"]);
}

/** Of a union: the variant whose `kind` the data names, else all variants laid over each other, the first on top. */
function oneVariant(node: SchemaNode, value: unknown): SchemaNode {
  const variants = [node["oneOf"], node["anyOf"]].find((list) => Array.isArray(list))?.filter(isMapping);
  if (variants === undefined || variants.length === 0) return node;
  const kind = isMapping(value) ? value["kind"] : undefined;
  const named = variants.find((variant) => kind !== undefined && kindOf(variant) === kind);
  if (named !== undefined) return { ...node, ...named, ...describing(node) };
  return { ...node, type: "object", properties: Object.fromEntries(allProperties(variants)) };
}

function allProperties(variants: readonly SchemaNode[]): ReadonlyMap<string, unknown> {
  const properties = new Map<string, unknown>();
  for (const variant of variants) {
    for (const [key, value] of Object.entries(mapping(variant["properties"]) ?? {})) {
      if (!properties.has(key)) properties.set(key, value);
    }
  }
  return properties;
}

/** What is said about the union as a whole goes before what a variant says of itself. */
function describing(node: SchemaNode): SchemaNode {
  return typeof node["description"] === "string" ? { description: node["description"] } : {};
}

function kindOf(variant: SchemaNode): unknown {
  return mapping(mapping(variant["properties"])?.["kind"])?.["const"];
}

function mapping(value: unknown): SchemaNode | undefined {
  return isMapping(value) ? value : undefined;
}
