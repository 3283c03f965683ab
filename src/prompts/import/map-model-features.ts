import { isMapping } from "../../config/value-at.ts";
import { responseSchemaSchema, toolSchema } from "../front-matter-schema.ts";
import type { PromptTool, ResponseSchema } from "../prompt.ts";

/** OpenAI's tools, flat as the Responses API has them or nested as Chat Completions does. */
export function mapTools(source: unknown, losses: string[]): readonly PromptTool[] {
  if (source === undefined || source === null) return [];
  if (!Array.isArray(source)) return lost([], "its tools are written in a form that is not known", losses);
  return source.flatMap((tool: unknown) => {
    const nested = isMapping(tool) && isMapping(tool["function"]) ? tool["function"] : tool;
    if (!isMapping(nested)) return lost([], `the tool ${String(tool)} has no definition here`, losses);
    const { name, description, parameters } = nested;
    const parsed = toolSchema.safeParse({
      name,
      ...(typeof description === "string" ? { description } : {}),
      ...(isMapping(parameters) ? { parameters } : {}),
    });
    if (parsed.success) return [parsed.data];
    return lost([], `a tool ${labelOf(nested)} is no function and cannot be carried`, losses);
  });
}

/** OpenAI's `response_format` or `text.format`; also the bare `{name, schema, strict}`. */
export function mapResponseFormat(source: unknown, losses: string[]): ResponseSchema | undefined {
  if (source === undefined || source === null) return undefined;
  const format = typeof source === "string" ? { type: source } : source;
  if (!isMapping(format)) return lost(undefined, "its response format is not known", losses);
  if (format["type"] === "text") return undefined;
  const inner = isMapping(format["json_schema"]) ? format["json_schema"] : format;
  const { name, schema, strict } = inner;
  const parsed = responseSchemaSchema.safeParse({
    name: typeof name === "string" ? name : "answer",
    schema,
    ...(typeof strict === "boolean" ? { strict } : {}),
  });
  if (parsed.success) return parsed.data;
  return lost(undefined, `the response format ${labelOf(format)} asks for JSON without a schema`, losses);
}

function lost<Value>(value: Value, loss: string, losses: string[]): Value {
  losses.push(loss);
  return value;
}

function labelOf(thing: Readonly<Record<string, unknown>>): string {
  const label = thing["name"] ?? thing["type"];
  return typeof label === "string" ? label.slice(0, 64) : "without a name";
}
