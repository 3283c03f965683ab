import { formatsInWords } from "../../prompts/import/format-names.ts";
import { defineCommand } from "../command.ts";
import { promptFolder } from "../prompt-folder.ts";
import { requireLocal } from "../require-local.ts";

const formatNames = Object.entries(formatsInWords)
  .map(([name, says]) => `${name}: ${says}`)
  .join("; ");

export const promptsImport = defineCommand({
  name: "prompts import",
  summary: "Turn other tools' prompts into prompt files.",
  description:
    `Knows ${formatNames}. What could not be carried over is named for each prompt. A file that is there is never ` +
    "overwritten: then nothing is written at all.",
  localOnly: true,
  arguments: [{ name: "file", says: "The other tool's files.", required: true, many: true }],
  options: {
    format: { kind: "text", value: "<format>", says: "Whose they are; without it: as their names and contents tell." },
    to: { kind: "text", value: "<folder>", says: "Where to write; without it: prompts/ beside the configuration." },
    "dry-run": { kind: "flag", says: "Show the prompt files and write none." },
  },
  examples: [
    "holdfast prompts import export.json --format langfuse",
    "holdfast prompts import old/*.prompty --to prompts",
  ],
  async run({ arguments: given, options }, context) {
    requireLocal(context);
    // Reading the template engine takes longer than most commands do.
    const { importPromptFiles } = await import("../import-prompt-files.ts");
    const paths = given.flatMap((path) => (path === undefined ? [] : [path]));
    const folder = promptFolder(options.to, context.shared);
    return importPromptFiles({ paths, format: options.format, folder, dry: options["dry-run"] }, context);
  },
});
