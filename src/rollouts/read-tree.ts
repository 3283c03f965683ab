import { HoldfastError } from "../errors.ts";
import { printableText } from "../lib/printable-text.ts";
import { canonicalPrompt } from "../prompts/canonical-prompt.ts";
import { loadPromptFolder } from "../prompts/load-prompt-folder.ts";
import type { PromptProblem } from "../prompts/prompt-file.ts";
import type { TreeSource } from "./tree-source.ts";
import type { Tree } from "./tree.ts";

const maxShownProblems = 50;

/** Reads the prompt files. Refuses with `tree-invalid` and names every problem of every file. */
export function readTree({ files, routes }: Pick<TreeSource, "files" | "routes">): Tree {
  const folder = loadPromptFolder(files);
  if (folder.problems.length > 0) {
    throw new HoldfastError("tree-invalid", { message: `\n${describeProblems(folder.problems)}`, param: "files" });
  }
  return {
    prompts: folder.prompts.map(({ name, content, labels }) => {
      const { canonical, hash } = canonicalPrompt(content);
      return { name, content: canonical, hash, labels };
    }),
    routes,
  };
}

function describeProblems(problems: readonly PromptProblem[]): string {
  const lines = problems.slice(0, maxShownProblems).map(({ file, line, column, path, message, suggestion }) => {
    const parts = [`${file}:${line}:${column}`, path, message, suggestion ?? ""];
    return parts.filter((part) => part !== "").join("  ");
  });
  const more = problems.length - lines.length;
  return printableText([...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n"));
}
