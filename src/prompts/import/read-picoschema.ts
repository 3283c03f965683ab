import { isMapping } from "../../config/value-at.ts";
import type { PromptVariable, VariableType } from "../prompt-content.ts";
import { variableName } from "./variable-name.ts";

/** `name?(array, what it is)`: a key of Picoschema. */
const keyPattern = /^(\w+)(\?)?(?:\((array|object|enum)(?:,\s*([^)]{0,500}))?\))?$/;

const types: ReadonlyMap<unknown, VariableType> = new Map<unknown, VariableType>([
  ["string", "string"],
  ["enum", "string"],
  ["number", "number"],
  ["integer", "number"],
  ["boolean", "boolean"],
  ["array", "list"],
  ["object", "object"],
]);

/** The variables that an input schema declares: in dotprompt's Picoschema, or in JSON Schema. */
export function readPicoschema(schema: unknown, losses: string[]): Readonly<Record<string, PromptVariable>> {
  if (!isMapping(schema)) return {};
  const { properties, required } = schema;
  if (isMapping(properties)) return readJsonSchema(properties, required, losses);
  const variables: Record<string, PromptVariable> = {};
  for (const [key, value] of Object.entries(schema)) {
    const match = keyPattern.exec(key);
    if (match === null) {
      losses.push(`the input ${key.slice(0, 64)} is not understood`);
      continue;
    }
    const [, name = "", optional, kind, said] = match;
    const [word = "", ...rest] = typeof value === "string" ? value.split(",") : [];
    const description = said ?? rest.join(",").trim();
    const type = types.get(kind ?? (isMapping(value) ? "object" : word.trim())) ?? "string";
    variables[variableName(name, losses)] = declare(type, optional === undefined, description);
  }
  return variables;
}

function readJsonSchema(
  properties: Readonly<Record<string, unknown>>,
  required: unknown,
  losses: string[],
): Readonly<Record<string, PromptVariable>> {
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const { type, description } = isMapping(property) ? property : {};
      const said = typeof description === "string" ? description : "";
      return [variableName(name, losses), declare(types.get(type) ?? "string", needed.includes(name), said)];
    }),
  );
}

function declare(type: VariableType, required: boolean, description: string): PromptVariable {
  return { type, trust: "user", required, ...(description === "" ? {} : { description }) };
}
