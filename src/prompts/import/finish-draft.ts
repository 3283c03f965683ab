import { parsePromptFile } from "../parse-prompt-file.ts";
import { printPromptFile } from "../print-prompt-file.ts";
import type { PromptContent, PromptSection, PromptVariable } from "../prompt-content.ts";
import { promptNamePattern } from "../prompt-file.ts";
import type { Draft, DraftSection } from "./draft.ts";
import { escapeLiquid } from "./escape-liquid.ts";
import { findVariables } from "./find-variables.ts";

export interface ImportedPrompt {
  readonly name: string;
  /** The prompt file's text. */
  readonly text: string;
  /** What could not be carried over, a sentence each. */
  readonly losses: readonly string[];
}

const labelPattern = /^[a-zA-Z0-9_-]{1,64}$/;

/** A draft as a prompt file. Templates that cannot be read become plain text, and are named. */
export function finishDraft(draft: Draft, fallbackName: string): ImportedPrompt {
  const losses = [...draft.losses];
  const found: Record<string, PromptVariable> = {};
  const sections = draft.sections.map((section, index): PromptSection => {
    if (section.kind === "history") return section;
    const variables = findVariables(section.template);
    if (variables.ok) {
      for (const [name, variable] of Object.entries(variables.variables)) found[name] ??= variable;
      return section;
    }
    losses.push(`the template of section ${index + 1} (${section.role}) has no counterpart here and became plain text`);
    return asText(section);
  });
  const content: PromptContent = {
    ...(draft.description === undefined ? {} : { description: draft.description.slice(0, 1_024) }),
    variables: { ...found, ...draft.variables },
    sections,
    ...(Object.keys(draft.parameters).length === 0 ? {} : { parameters: draft.parameters }),
    ...(draft.tools.length === 0 ? {} : { tools: draft.tools }),
    ...(draft.responseSchema === undefined ? {} : { responseSchema: draft.responseSchema }),
  };
  const labels = draft.labels.filter((label) => labelPattern.test(label));
  const name = nameOf(draft.name.startsWith("-") ? `${fallbackName}${draft.name}` : draft.name || fallbackName, losses);
  const text = printPromptFile(content, labels);
  return { name, text, losses: [...new Set([...losses, ...remainingProblems(name, text)])] };
}

function asText(section: Extract<DraftSection, { readonly kind: "message" }>): PromptSection {
  return { ...section, template: escapeLiquid(section.template) };
}

function nameOf(name: string, losses: string[]): string {
  if (promptNamePattern.test(name)) return name;
  const plain = name
    .trim()
    .replaceAll(/[^a-z0-9._-]+/gi, "-")
    .replaceAll(/^[-._]+|-+$/g, "")
    .slice(0, 64);
  const usable = promptNamePattern.test(plain) ? plain : "imported";
  losses.push(`its name ${JSON.stringify(name.slice(0, 128))} became ${usable}`);
  return usable;
}

/** What is still wrong with the file needs its author. */
function remainingProblems(name: string, text: string): readonly string[] {
  const parsed = parsePromptFile({ path: `${name}.md`, text }, new Map());
  if (parsed.ok) return [];
  return parsed.problems.map(({ line, path, message }) => `line ${line} is to be corrected: ${path} ${message}`);
}
