import { configJsonSchema } from "../../config/json-schema.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { requireLocal } from "../require-local.ts";

export const configSchema = defineCommand({
  name: "config schema",
  summary: "Print the JSON Schema of holdfast.yaml, for editors.",
  description: "Editors that know YAML Language Server complete and check holdfast.yaml with it.",
  localOnly: true,
  options: {},
  examples: ["holdfast config schema > holdfast.schema.json"],
  run(_input, context) {
    requireLocal(context);
    const schema = configJsonSchema();
    context.print(schema, () => JSON.stringify(schema, undefined, 2));
    return Promise.resolve(exitCodes.ok.code);
  },
});
