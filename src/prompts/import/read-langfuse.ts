import { isMapping } from "../../config/value-at.ts";
import { convertPlainTemplate } from "./convert-plain-template.ts";
import { draftOf, type Draft, type DraftSection, type ForeignFile } from "./draft.ts";
import { mapResponseFormat, mapTools } from "./map-model-features.ts";
import { mapParameters } from "./map-parameters.ts";
import { readForeignData, refuse } from "./read-foreign-data.ts";
import { readMessages } from "./read-messages.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** Langfuse: one prompt as its API gives it, or a list of them, also under `data`. */
export function readLangfuse(file: ForeignFile): readonly Draft[] {
  const data = readForeignData(file);
  const list = isMapping(data) && Array.isArray(data["data"]) ? data["data"] : Array.isArray(data) ? data : [data];
  const prompts = list.filter((item: unknown): item is Mapping => isMapping(item) && isLangfusePrompt(item));
  if (prompts.length === 0) throw refuse(file.path, "it holds no Langfuse prompt ({name, prompt, type, config})");
  return prompts.map(readPrompt);
}

export function isLangfusePrompt(data: unknown): boolean {
  return isMapping(data) && (typeof data["prompt"] === "string" || Array.isArray(data["prompt"]));
}

function readPrompt(source: Mapping): Draft {
  const losses: string[] = [];
  const { prompt, config, name, labels, tags, version } = source;
  const { model, tools, response_format: format, ...parameters } = isMapping(config) ? config : {};
  if (typeof model === "string") losses.push(`the model ${model} belongs to a route or a target`);
  if (Array.isArray(tags) && tags.length > 0) losses.push(`its tags (${tags.map(String).join(", ")}) are left out`);
  if (typeof version === "number") losses.push(`it was version ${version} there; versions are counted anew`);
  return draftOf({
    name: typeof name === "string" ? name : "",
    sections: Array.isArray(prompt) ? readChat(prompt, losses) : readText(String(prompt), losses),
    parameters: mapParameters(parameters, losses),
    tools: mapTools(tools, losses),
    responseSchema: mapResponseFormat(format, losses),
    labels: Array.isArray(labels) ? labels.map(String).filter((label) => label !== "latest") : [],
    losses,
  });
}

/** A text prompt says nothing of roles; it is mostly sent as the system's. */
function readText(text: string, losses: string[]): readonly DraftSection[] {
  losses.push("it is a text without roles: it became a system section");
  return [{ kind: "message", role: "system", template: referencesLost(convertPlainTemplate(text, losses), losses) }];
}

function readChat(messages: readonly unknown[], losses: string[]): readonly DraftSection[] {
  const convert = (text: string): string => referencesLost(convertPlainTemplate(text, losses), losses);
  let placed = false;
  return messages.flatMap((message): readonly DraftSection[] => {
    if (!isMapping(message) || message["type"] !== "placeholder") return readMessages([message], convert, losses);
    if (placed) {
      losses.push(
        `the placeholder ${String(message["name"])} is left out: there is one place for the caller's messages`,
      );
      return [];
    }
    placed = true;
    return [{ kind: "history" }];
  });
}

/** `@@@langfusePrompt:name=x|label=y@@@` takes another prompt in. */
function referencesLost(text: string, losses: string[]): string {
  for (const [, name] of text.matchAll(/@@@langfusePrompt:name=([^|@]{1,128})/g)) {
    losses.push(`it takes the prompt ${name} in: write that as a partial`);
  }
  return text;
}
