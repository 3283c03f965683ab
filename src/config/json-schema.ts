import { z } from "zod";
import { configSchema } from "./schema.ts";

/** Names the schema; it is shipped as `docs/holdfast.schema.json`. */
const schemaId = "urn:holdfast:configuration";

let built: Readonly<Record<string, unknown>> | undefined;

/** JSON Schema (draft 7, which editors know best) of `holdfast.yaml` as it is written. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  built ??= Object.freeze({
    $id: schemaId,
    title: "Holdfast configuration",
    ...z.toJSONSchema(configSchema, { io: "input", target: "draft-7" }),
  });
  return built;
}
