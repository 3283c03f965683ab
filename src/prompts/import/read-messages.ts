import { isMapping } from "../../config/value-at.ts";
import type { PromptRole } from "../prompt.ts";
import type { ConvertTemplate, DraftSection } from "./draft.ts";
import { pictureTag } from "./picture-tag.ts";

const maxMessages = 200;

const roles: ReadonlyMap<unknown, PromptRole> = new Map<unknown, PromptRole>([
  ["system", "system"],
  ["developer", "developer"],
  ["user", "user"],
  ["human", "user"],
  ["assistant", "assistant"],
  ["model", "assistant"],
  ["ai", "assistant"],
]);

/** The role that another tool means, by whatever word. */
export function roleOf(word: unknown): PromptRole | undefined {
  return roles.get(typeof word === "string" ? word.toLowerCase() : word);
}

/** A list of chat messages, as most tools keep it: `{role, content}`, the content a text or a list of parts. */
export function readMessages(
  source: readonly unknown[],
  convert: ConvertTemplate,
  losses: string[],
): readonly DraftSection[] {
  if (source.length > maxMessages) losses.push(`only its first ${maxMessages} messages are carried`);
  return source.slice(0, maxMessages).flatMap((message): readonly DraftSection[] => {
    if (!isMapping(message)) return [];
    const role = roleOf(message["role"]);
    if (role === undefined) {
      losses.push(`a message of the role ${JSON.stringify(message["role"] ?? "none")} is left out`);
      return [];
    }
    const template = readContent(message["content"], convert, losses);
    return template.trim() === "" ? [] : [{ kind: "message", role, template }];
  });
}

function readContent(content: unknown, convert: ConvertTemplate, losses: string[]): string {
  if (typeof content === "string") return convert(content, losses);
  if (!Array.isArray(content)) return "";
  return content.map((part: unknown) => readPart(part, convert, losses)).join("\n");
}

function readPart(part: unknown, convert: ConvertTemplate, losses: string[]): string {
  if (typeof part === "string") return convert(part, losses);
  if (!isMapping(part)) return "";
  if (typeof part["text"] === "string") return convert(part["text"], losses);
  const image = part["image_url"];
  const url = isMapping(image) ? image["url"] : image;
  if (typeof url === "string") return pictureTag(convert(url.trim(), losses), losses);
  losses.push(`a part of the type ${JSON.stringify(part["type"] ?? "none")} is left out`);
  return "";
}
