import { z } from "zod";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { errorViewSchema } from "./render-admin-error.ts";

const openApiVersion = "3.1.0";
/** Of this description; it changes when a client would have to. */
const apiVersion = "1";
const componentPrefix = "#/components/schemas/";
const pathParameter = /\{(\w+)\}/g;

type Json = Readonly<Record<string, unknown>>;

let described: Json | undefined;

/** The API as OpenAPI 3.1, made from the very schemas that check requests and shape answers. */
export function describeApi(): Json {
  described ??= Object.freeze(build());
  return described;
}

function build(): Json {
  const components = new Map<string, unknown>();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = describe(operation, components);
  }
  return {
    openapi: openApiVersion,
    info: {
      title: "Holdfast admin API",
      version: apiVersion,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths,
    components: {
      schemas: Object.fromEntries(components),
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "A Holdfast key: hf_…" } },
    },
  };
}

function describe(operation: Operation, components: Map<string, unknown>): Json {
  const { answer, body, scope } = operation;
  const content = (type: string, schema: z.ZodType, io: "input" | "output") => ({
    content: { [type]: { schema: reference(schema, io, components) } },
  });
  const answered =
    answer.schema === undefined || answer.type === undefined ? {} : content(answer.type, answer.schema, "output");
  return {
    operationId: operation.id,
    summary: operation.summary,
    ...(scope === undefined
      ? {}
      : { description: `Needs a key with the scope \`${scope}\`.`, security: [{ key: [] }] }),
    parameters: [...pathParameters(operation), ...queryParameters(operation, components)],
    ...(body === undefined ? {} : { requestBody: { required: true, ...content(body.type, body.schema, "input") } }),
    responses: {
      [answer.status]: { description: answer.says, ...answered },
      default: { description: "Refused or failed.", ...content("application/json", errorViewSchema, "output") },
    },
  };
}

function pathParameters({ path }: Operation): readonly Json[] {
  return [...path.matchAll(pathParameter)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters({ query }: Operation, components: Map<string, unknown>): readonly Json[] {
  const fields: Readonly<Record<string, z.ZodType>> = query?.shape ?? {};
  return Object.entries(fields).map(([name, field]) => {
    const { description, ...schema } = reference(field, "output", components);
    return { name, in: "query", required: false, ...(description === undefined ? {} : { description }), schema };
  });
}

/** A schema as JSON Schema; those with a name are put among the components, and referred to. */
function reference(schema: z.ZodType, io: "input" | "output", components: Map<string, unknown>): Json {
  const id = z.globalRegistry.get(schema)?.id;
  const {
    $schema: _dialect,
    $defs,
    ...own
  } = z.toJSONSchema(schema, { io, target: "draft-2020-12", unrepresentable: "any" });
  for (const [name, definition] of Object.entries($defs ?? {})) components.set(name, withoutOwnId(definition));
  if (id === undefined) return moved(own);
  components.set(id, withoutOwnId(own));
  return { $ref: componentPrefix + id };
}

/** The name is the key under which it stands; as `$id` or `id` it would change what references mean. */
function withoutOwnId(definition: object): Json {
  const { id: _id, $id: _ownId, ...rest }: { id?: unknown; $id?: unknown } = definition;
  return moved(rest);
}

/** References to zod's own definitions, as references to the components they became. */
function moved(value: object): Json {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, moveMember(key, member)]));
}

function moveMember(key: string, member: unknown): unknown {
  if (key === "$ref" && typeof member === "string") return member.replace("#/$defs/", componentPrefix);
  if (Array.isArray(member)) return member.map((item: unknown) => moveMember("", item));
  return typeof member === "object" && member !== null ? moved(member) : member;
}
