import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { promptFolder } from "../prompt-folder.ts";
import { renderPromptProblems } from "../prompt-problems.ts";
import { requireLocal } from "../require-local.ts";

export const promptsLint = defineCommand({
  name: "prompts lint",
  summary: "Check prompt files: every problem at once, and what is probably not meant.",
  description:
    "Exits with 3 when there is a problem: a file that cannot be read, a template that does not parse, a variable that " +
    "is not declared. Warnings (an unused variable, a user's text in a system section) do not count, but with --strict.",
  localOnly: true,
  arguments: [
    { name: "folder", says: "The prompts' folder; without it: prompts/ beside the configuration.", required: false },
  ],
  options: { strict: { kind: "flag", says: "Exit with 3 for warnings too." } },
  examples: ["holdfast prompts lint", "holdfast prompts lint app/prompts --strict"],
  async run(input, context) {
    requireLocal(context);
    // Reading the template engine takes longer than most commands do.
    const { lintPromptFiles } = await import("../lint-prompt-files.ts");
    const folder = promptFolder(input.arguments[0], context.shared);
    const { prompts, problems, warnings } = lintPromptFiles(await context.machine.readPromptFiles(folder));
    context.print({ ok: problems.length === 0, folder, prompts, problems, warnings }, () => {
      if (problems.length > 0) return renderPromptProblems(problems);
      const read = `${folder}: ${prompts.length} ${prompts.length === 1 ? "prompt" : "prompts"}`;
      if (warnings.length === 0) return `${read}, no problems.`;
      return `${renderPromptProblems(warnings)}, all of them warnings\n\n${read}.`;
    });
    const bad = problems.length > 0 || (input.options.strict && warnings.length > 0);
    return bad ? exitCodes.config.code : exitCodes.ok.code;
  },
});
