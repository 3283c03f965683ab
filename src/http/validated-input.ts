import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { HoldfastError } from "../errors.ts";
import { parseInput } from "../lib/parse-input.ts";
import { parseJson } from "../lib/parse-json.ts";
import type { AdminEnv } from "./admin-parts.ts";
import { readBoundedText } from "./read-bounded-text.ts";

/** Few requests of this API may be larger; those say how much. */
const maxBodyBytes = 64 * 1024;
const jsonType = /^application\/(?:[\w.+-]*\+)?json\b/i;
const maxShownLength = 64;

/** What the typed client may send for a schema, and what the route gets. */
interface JsonInput<Schema extends z.ZodType> {
  readonly in: { readonly json: z.input<Schema> };
  readonly out: { readonly json: z.output<Schema> };
}
interface QueryInput<Schema extends z.ZodType> {
  readonly in: { readonly query: Readonly<Record<string, string | string[]>> };
  readonly out: { readonly query: z.output<Schema> };
}

/** A JSON body, checked by a schema. Refuses with `request-invalid`, `body-malformed` or `body-too-large`. */
export function jsonInput<Schema extends z.ZodType>(schema: Schema, maxBytes = maxBodyBytes) {
  return createMiddleware<AdminEnv, string, JsonInput<Schema>>(async (context, next) => {
    if (!jsonType.test(context.req.header("content-type") ?? "")) {
      throw new HoldfastError("request-invalid", { message: "Send JSON, with content-type: application/json." });
    }
    const parsed = parseJson(await readBoundedText(context.req.raw, maxBytes));
    if (!parsed.ok) throw new HoldfastError("body-malformed", { message: `It ${parsed.reason}.` });
    context.req.addValidatedData("json", asData(parseInput(schema, parsed.value)));
    await next();
  });
}

/** The query, checked by a schema. A field that the schema does not call a list may be given only once. */
export function queryInput<Schema extends z.ZodObject>(schema: Schema) {
  const lists = listFields(schema);
  return createMiddleware<AdminEnv, string, QueryInput<Schema>>(async (context, next) => {
    const given: Record<string, string | readonly string[]> = {};
    for (const [name, values] of Object.entries(context.req.queries())) {
      if (!lists.has(name) && values.length > 1) {
        throw new HoldfastError("request-invalid", {
          message: `"${name.slice(0, maxShownLength)}" was given more than once.`,
          param: name.slice(0, maxShownLength),
        });
      }
      given[name] = lists.has(name) ? values : (values[0] ?? "");
    }
    context.req.addValidatedData("query", asData(parseInput(schema, given)));
    await next();
  });
}

function listFields(schema: z.ZodObject): ReadonlySet<string> {
  const isList = (field: unknown): boolean =>
    field instanceof z.ZodArray || (field instanceof z.ZodOptional && isList(field.unwrap()));
  return new Set(Object.entries(schema.shape).flatMap(([name, field]) => (isList(field) ? [name] : [])));
}

/** Hono keeps what was validated as a plain object; every schema of this API is one of an object. */
function asData(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
