import { lintPrompt } from "../prompts/lint-prompt.ts";
import { loadPromptFolder } from "../prompts/load-prompt-folder.ts";
import type { PromptFile, PromptProblem } from "../prompts/prompt-file.ts";

export interface LintedPrompts {
  /** Their names. */
  readonly prompts: readonly string[];
  readonly problems: readonly PromptProblem[];
  readonly warnings: readonly PromptProblem[];
}

/** What is wrong with the files of a folder, and when nothing is, what is doubtful. */
export function lintPromptFiles(files: readonly PromptFile[]): LintedPrompts {
  const { prompts, problems } = loadPromptFolder(files);
  return {
    prompts: prompts.map(({ name }) => name),
    problems,
    warnings: prompts.flatMap((prompt) => lintPrompt(prompt)),
  };
}
