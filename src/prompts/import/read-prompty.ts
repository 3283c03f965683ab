import { isMapping } from "../../config/value-at.ts";
import { fitsType } from "../fits-type.ts";
import { variableTypes, type PromptVariable, type VariableType } from "../prompt-content.ts";
import { convertJinjaTemplate } from "./convert-jinja-template.ts";
import { draftOf, type Draft, type ForeignFile } from "./draft.ts";
import { mapResponseFormat, mapTools } from "./map-model-features.ts";
import { mapParameters } from "./map-parameters.ts";
import { readForeignHalves } from "./read-foreign-data.ts";
import { splitRoleLines } from "./split-role-lines.ts";
import { variableName } from "./variable-name.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** Microsoft's Prompty: front matter, and a body in Jinja whose roles stand on lines of their own. */
export function readPrompty(file: ForeignFile): readonly Draft[] {
  const { data, body } = readForeignHalves(file);
  const front = asMapping(data);
  const model = asMapping(front["model"]);
  const { tools, response_format: format, ...parameters } = asMapping(model["parameters"] ?? model["options"]);
  const losses: string[] = [];
  if (model["configuration"] !== undefined || model["connection"] !== undefined) {
    losses.push("its model configuration is left out: it belongs to a provider and a route");
  }
  if (front["sample"] !== undefined) losses.push("its sample is left out: samples are cases of a suite");
  return [
    draftOf({
      name: textOr(front["name"], ""),
      description: typeof front["description"] === "string" ? front["description"] : undefined,
      sections: splitRoleLines(body, convertJinjaTemplate, losses),
      variables: readInputs(front["inputs"], losses),
      parameters: mapParameters(parameters, losses),
      tools: mapTools(tools ?? front["tools"], losses),
      responseSchema: mapResponseFormat(format, losses),
      losses,
    }),
  ];
}

/** By name, or a list with names; each a type, or a mapping with one. */
function readInputs(source: unknown, losses: string[]): Readonly<Record<string, PromptVariable>> {
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(source)
    ? source.map((item: unknown) => [textOr(asMapping(item)["name"], ""), item])
    : Object.entries(asMapping(source));
  const named = entries.filter(([name]) => name !== "");
  return Object.fromEntries(named.map(([name, input]) => [variableName(name, losses), readInput(name, input, losses)]));
}

function readInput(name: string, source: unknown, losses: string[]): PromptVariable {
  const input = asMapping(source);
  const type = typeOf(typeof source === "string" ? source : (input["type"] ?? input["kind"]));
  const preset = input["default"];
  const fits = preset !== undefined && preset !== null && fitsType(preset, type);
  if (preset !== undefined && preset !== null && !fits) losses.push(`the default of ${name} has another type than it`);
  return {
    type,
    trust: "user",
    required: !fits && input["required"] !== false,
    ...(fits ? { default: preset } : {}),
    ...(typeof input["description"] === "string" ? { description: input["description"] } : {}),
  };
}

function typeOf(word: unknown): VariableType {
  if (word === "array") return "list";
  if (word === "integer" || word === "float") return "number";
  return variableTypes.find((type) => type === word) ?? "string";
}

function asMapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
