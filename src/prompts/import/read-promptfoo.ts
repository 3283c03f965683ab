import { isMapping } from "../../config/value-at.ts";
import { convertJinjaTemplate } from "./convert-jinja-template.ts";
import { draftOf, type Draft, type ForeignFile } from "./draft.ts";
import { readForeignData, refuse } from "./read-foreign-data.ts";
import { readMessages } from "./read-messages.ts";

const maxPrompts = 100;
const separator = /^---[ \t]*$/m;

/** promptfoo: a `.txt` file with one prompt or several between lines of `---`, or a chat in `.json` or `.yaml`. */
export function readPromptfoo(file: ForeignFile): readonly Draft[] {
  return /\.(?:json|ya?ml)$/i.test(file.path) ? [readChat(file)] : readTexts(file);
}

function readChat(file: ForeignFile): Draft {
  // A template may stand between the values, so that the file is JSON only once it is rendered.
  const data = readForeignData(file);
  const messages = isMapping(data) ? (data["messages"] ?? data["prompt"]) : data;
  if (!Array.isArray(messages)) throw refuse(file.path, "it is no list of messages ({role, content})");
  const losses: string[] = [];
  return draftOf({ name: "", sections: readMessages(messages, convertJinjaTemplate, losses), losses });
}

function readTexts({ text }: ForeignFile): readonly Draft[] {
  const texts = text
    .replaceAll(/\r\n?/g, "\n")
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return texts.slice(0, maxPrompts).map((part, index) =>
    draftOf({
      name: texts.length === 1 ? "" : `-${index + 1}`,
      sections: [{ kind: "message", role: "user", template: convertJinjaTemplate(part) }],
      losses: [],
    }),
  );
}
