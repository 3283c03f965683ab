import { isMapping } from "../../config/value-at.ts";
import { fitsType } from "../fits-type.ts";
import { plainVariable } from "../plain-variable.ts";
import type { PromptVariable } from "../prompt-content.ts";
import { convertPlainTemplate } from "./convert-plain-template.ts";
import { draftOf, type Draft, type DraftSection, type ForeignFile } from "./draft.ts";
import { mapResponseFormat, mapTools } from "./map-model-features.ts";
import { mapParameters } from "./map-parameters.ts";
import { readForeignData, refuse } from "./read-foreign-data.ts";
import { readMessages } from "./read-messages.ts";
import { variableName } from "./variable-name.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** Members of a prompt object that are no parameters: read elsewhere, or saying nothing about the prompt. */
const taken: ReadonlySet<string> = new Set(
  "id name model instructions input messages prompt variables tools text response_format version object created_at updated_at is_default status stream".split(
    " ",
  ),
);

/**
 * OpenAI's prompt object (`pmpt_…`), or the Responses request that it stands for: `instructions`, and messages under
 * `input`, `messages` or `prompt`, with `{{name}}` for variables.
 */
export function readOpenaiPrompt(file: ForeignFile): readonly Draft[] {
  const data = readForeignData(file);
  if (!isMapping(data)) throw refuse(file.path, "it is no OpenAI prompt object");
  const losses: string[] = [];
  const sections = readSections(data, losses);
  if (sections.length === 0) {
    throw refuse(file.path, "it only names a prompt: copy its messages from the dashboard into instructions and input");
  }
  const { id, name, model, tools, text, response_format: format } = data;
  if (typeof model === "string") losses.push(`the model ${model} belongs to a route or a target`);
  if (typeof id === "string") losses.push(`callers that name it as ${id} must name it as it is called here`);
  return [
    draftOf({
      name: typeof name === "string" ? name : typeof id === "string" ? id : "",
      sections,
      variables: readVariables(data["variables"], losses),
      parameters: mapParameters(parametersOf(data), losses),
      tools: mapTools(tools, losses),
      responseSchema: mapResponseFormat(format ?? (isMapping(text) ? text["format"] : undefined), losses),
      losses,
    }),
  ];
}

function readSections(data: Mapping, losses: string[]): readonly DraftSection[] {
  const { instructions, input, messages, prompt } = data;
  const turns = messages ?? input ?? prompt;
  const message = (role: "developer" | "user", text: unknown): readonly DraftSection[] =>
    typeof text === "string" ? [{ kind: "message", role, template: convertPlainTemplate(text, losses) }] : [];
  return [
    ...message("developer", instructions),
    ...(Array.isArray(turns) ? readMessages(turns, convertPlainTemplate, losses) : message("user", turns)),
  ];
}

/** What is left when everything else that a prompt object has is taken out. */
function parametersOf(data: Mapping): Mapping {
  const { reasoning, ...others } = data;
  const effort = isMapping(reasoning) ? { reasoning_effort: reasoning["effort"] } : {};
  return { ...Object.fromEntries(Object.entries(others).filter(([key]) => !taken.has(key))), ...effort };
}

/** Values that stand beside a prompt there are examples or defaults; here they become defaults. */
function readVariables(source: unknown, losses: string[]): Readonly<Record<string, PromptVariable>> {
  if (!isMapping(source)) return {};
  return Object.fromEntries(
    Object.entries(source).map(([name, value]) => {
      const plain = plainVariable(value);
      const preset = fitsType(plain, "string") ? { required: false, default: plain } : { required: true };
      return [variableName(name, losses), { type: "string", trust: "user", ...preset }];
    }),
  );
}

/** Tells a prompt object from other JSON; a Langfuse prompt, which also has a `prompt`, has its name and type beside it. */
export function isOpenaiPrompt(data: unknown): boolean {
  if (!isMapping(data)) return false;
  const { id, instructions, input } = data;
  return (typeof id === "string" && id.startsWith("pmpt_")) || instructions !== undefined || input !== undefined;
}
