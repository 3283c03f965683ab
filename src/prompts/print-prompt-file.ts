import { stringify } from "yaml";
import type { PromptContent, PromptSection, PromptVariable } from "./prompt-content.ts";

const lineWidth = 120;
/** A line that would begin a section, or that already is the escape of one. */
const markerLine = /^\\*(?:system|developer|user|assistant|history):[ \t]*$/;

/** A content as the text of a prompt file; read again, it is the same content. Partials stay inlined. */
export function printPromptFile(content: PromptContent, labels: readonly string[] = []): string {
  const { sections, variables, description, ...settings } = content;
  const frontMatter = {
    ...(description === undefined ? {} : { description }),
    ...(Object.keys(variables).length === 0 ? {} : { variables: mapValues(variables, printVariable) }),
    ...settings,
    ...(labels.length === 0 ? {} : { labels }),
  };
  const body = sections.map(printSection).join("\n\n");
  return Object.keys(frontMatter).length === 0
    ? `${body}\n`
    : `---\n${stringify(frontMatter, { lineWidth, aliasDuplicateObjects: false })}---\n${body}\n`;
}

/** Without what goes without saying. */
function printVariable({ type, trust, required, description, default: value }: PromptVariable): object {
  return {
    ...(description === undefined ? {} : { description }),
    ...(type === "string" ? {} : { type }),
    ...(trust === "user" ? {} : { trust }),
    ...(required || value !== undefined ? {} : { required }),
    ...(value === undefined ? {} : { default: value }),
  };
}

function printSection(section: PromptSection): string {
  if (section.kind === "history") return "history:";
  const lines = section.template.split("\n").map((line) => (markerLine.test(line) ? `\\${line}` : line));
  return `${section.role}:\n${lines.join("\n")}`;
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
