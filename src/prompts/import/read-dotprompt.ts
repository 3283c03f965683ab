import { isMapping } from "../../config/value-at.ts";
import { fitsType } from "../fits-type.ts";
import type { PromptVariable } from "../prompt-content.ts";
import { convertHandlebars } from "./convert-handlebars.ts";
import { draftOf, type Draft, type ForeignFile } from "./draft.ts";
import { mapResponseFormat } from "./map-model-features.ts";
import { mapParameters } from "./map-parameters.ts";
import { readForeignHalves } from "./read-foreign-data.ts";
import { readPicoschema } from "./read-picoschema.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** Google's dotprompt (Genkit, Firebase): front matter, and a body in Handlebars. */
export function readDotprompt(file: ForeignFile): readonly Draft[] {
  const { data, body } = readForeignHalves(file);
  const front = asMapping(data);
  const [input, output] = [asMapping(front["input"]), asMapping(front["output"])];
  const losses: string[] = [];
  if (typeof front["model"] === "string") losses.push(`the model ${front["model"]} belongs to a route or a target`);
  if (Array.isArray(front["tools"])) {
    losses.push(`its tools (${front["tools"].map(String).join(", ")}) are named only: write their definitions`);
  }
  return [
    draftOf({
      name: typeof front["name"] === "string" ? front["name"] : "",
      description: typeof front["description"] === "string" ? front["description"] : undefined,
      sections: convertHandlebars(body, losses),
      variables: withDefaults(readPicoschema(input["schema"], losses), asMapping(input["default"]), losses),
      parameters: mapParameters(front["config"], losses),
      responseSchema: readOutput(output, losses),
      losses,
    }),
  ];
}

function withDefaults(
  variables: Readonly<Record<string, PromptVariable>>,
  defaults: Mapping,
  losses: string[],
): Readonly<Record<string, PromptVariable>> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => {
      const preset = defaults[name];
      if (preset === undefined) return [name, variable];
      if (fitsType(preset, variable.type)) return [name, { ...variable, required: false, default: preset }];
      losses.push(`the default of ${name} has another type than it`);
      return [name, variable];
    }),
  );
}

function readOutput({ format, schema }: Mapping, losses: string[]): Draft["responseSchema"] {
  if (schema === undefined && format !== "json") return undefined;
  if (isMapping(schema) && isMapping(schema["properties"])) return mapResponseFormat({ schema }, losses);
  losses.push("its output schema is left out: write it as a JSON Schema under responseSchema");
  return undefined;
}

function asMapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}
