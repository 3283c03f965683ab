import { importPrompt } from "../../src/prompts/import/import-prompt.ts";
import type { PromptContent } from "../../src/prompts/prompt-content.ts";
import { contentOf } from "./prompt-fixture.ts";

interface Imported {
  readonly name: string;
  readonly text: string;
  readonly content: PromptContent;
  readonly losses: readonly string[];
}

/** Imports a file that holds one prompt, whose result must be a good prompt file. */
export function imported(path: string, source: unknown, format?: string): Imported {
  const text = typeof source === "string" ? source : JSON.stringify(source);
  const [first, ...more] = importPrompt(format, { path, text });
  if (first === undefined || more.length > 0) throw new Error("one prompt was expected");
  return { ...first, content: contentOf(first.text) };
}

/** `role: template` of each section. */
export function sections({ content }: Imported): readonly string[] {
  return content.sections.map((section) =>
    section.kind === "history" ? "history" : `${section.role}: ${section.template}`,
  );
}
