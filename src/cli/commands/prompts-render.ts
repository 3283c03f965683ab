import { defineCommand } from "../command.ts";
import { folderOption } from "../prompt-folder.ts";
import { requireLocal } from "../require-local.ts";

export const promptsRender = defineCommand({
  name: "prompts render",
  summary: "Show what a prompt file makes of some variables.",
  description:
    "Reads the file here, and asks no registry and no model. Numbers, true and false, lists and objects are written as " +
    "JSON; @file takes a file's text. What comes from a variable is shown in colour: yellow from a user, red from a tool.",
  localOnly: true,
  arguments: [{ name: "name", says: "The prompt: its file's name without .md.", required: true }],
  options: {
    var: { kind: "list", value: "<name=value>", says: "A variable, or name=@file; several times: several variables." },
    ...folderOption,
  },
  examples: [
    "holdfast prompts render classify-ticket --var ticket='I was charged twice'",
    "holdfast prompts render summarise-thread --var messages=@thread.json --json",
  ],
  async run({ arguments: [name = ""], options }, context) {
    requireLocal(context);
    // Reading the template engine takes longer than most commands do.
    const { renderPromptFile } = await import("../render-prompt-file.ts");
    return await renderPromptFile({ name, folder: options.folder, given: options.var ?? [] }, context);
  },
});
