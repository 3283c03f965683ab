import { costOfPattern } from "./cost-of-pattern.ts";

const maxNodes = 10_000;

/** Members that hold data and no schema. */
const dataMembers: ReadonlySet<string> = new Set(["const", "default", "enum", "examples"]);

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Why a JSON Schema must not be used on data from outside; undefined when it may. It must be bounded, refer only to its
 * own parts, and hold no expression or rule that takes more than linear time. Completes "the schema …".
 */
export function problemOfJsonSchema(schema: Mapping): string | undefined {
  const nodes: unknown[] = [schema];
  for (const node of nodes) {
    if (nodes.length > maxNodes) return `has more than ${maxNodes} parts`;
    const problem = isMapping(node) ? problemOfNode(node, schema) : undefined;
    if (problem !== undefined) return problem;
    nodes.push(...partsOf(node));
  }
  return undefined;
}

function partsOf(node: unknown): readonly unknown[] {
  if (typeof node !== "object" || node === null) return [];
  const parts = Object.entries(node).filter(([key]) => !dataMembers.has(key));
  return parts.slice(0, maxNodes).map(([, part]: readonly [string, unknown]) => part);
}

function problemOfNode(node: Mapping, root: Mapping): string | undefined {
  if (node["uniqueItems"] === true) return "has uniqueItems, which compares every item with every other";
  const { pattern, patternProperties, $ref } = node;
  const expressions = [
    ...(typeof pattern === "string" ? [pattern] : []),
    ...(isMapping(patternProperties) ? Object.keys(patternProperties) : []),
  ];
  for (const expression of expressions) {
    const cost = costOfPattern(expression);
    if (!cost.ok) return `has the pattern ${JSON.stringify(expression)}, which ${cost.reason}`;
  }
  if (typeof $ref === "string" && !resolves($ref, root))
    return `refers to ${JSON.stringify($ref)}, which it does not hold`;
  return undefined;
}

/** JSON pointers (RFC 6901) into the schema itself. */
function resolves(reference: string, root: Mapping): boolean {
  if (reference !== "#" && !reference.startsWith("#/")) return false;
  let part: unknown = root;
  for (const step of reference.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    part = (isMapping(part) || Array.isArray(part)) && Object.hasOwn(part, key) ? Reflect.get(part, key) : undefined;
  }
  return part !== undefined;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
