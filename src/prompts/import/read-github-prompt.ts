import { isMapping } from "../../config/value-at.ts";
import { parseJson } from "../../lib/parse-json.ts";
import { convertPlainTemplate } from "./convert-plain-template.ts";
import { draftOf, type Draft, type ForeignFile } from "./draft.ts";
import { mapResponseFormat } from "./map-model-features.ts";
import { mapParameters } from "./map-parameters.ts";
import { readForeignData, refuse } from "./read-foreign-data.ts";
import { readMessages } from "./read-messages.ts";

const maxSchemaBytes = 256 * 1024;

/** GitHub Models: `<name>.prompt.yml`. */
export function readGithubPrompt(file: ForeignFile): readonly Draft[] {
  const data = readForeignData(file);
  if (!isMapping(data) || !Array.isArray(data["messages"])) throw refuse(file.path, "it has no list of messages");
  const { name, description, model, modelParameters, messages, testData, evaluators } = data;
  const losses: string[] = [];
  if (typeof model === "string") losses.push(`the model ${model} belongs to a route or a target`);
  if (testData !== undefined) losses.push("its testData are left out: they are cases of a suite");
  if (evaluators !== undefined) losses.push("its evaluators are left out: they are scorers of a suite");
  return [
    draftOf({
      name: typeof name === "string" ? name : "",
      description: typeof description === "string" ? description : undefined,
      sections: readMessages(messages, convertPlainTemplate, losses),
      parameters: mapParameters(modelParameters, losses),
      responseSchema: mapResponseFormat(schemaOf(data) ?? data["responseFormat"], losses),
      losses,
    }),
  ];
}

/** The schema is a text of JSON inside the YAML, or YAML itself. */
function schemaOf({ jsonSchema }: Readonly<Record<string, unknown>>): unknown {
  if (typeof jsonSchema !== "string") return jsonSchema;
  const parsed = parseJson(jsonSchema, { maxBytes: maxSchemaBytes });
  return parsed.ok ? parsed.value : undefined;
}
