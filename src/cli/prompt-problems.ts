import { renderProblems } from "../config/render-problems.ts";
import type { PromptProblem } from "../prompts/prompt-file.ts";

/** Problems of several files, each file's own together. Empty when there are none. */
export function renderPromptProblems(problems: readonly PromptProblem[]): string {
  const files = [...new Set(problems.map(({ file }) => file))];
  return files
    .map((file) =>
      renderProblems(
        problems.filter((problem) => problem.file === file),
        file,
      ),
    )
    .join("\n\n");
}
