import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { importPrompt, promptFormats } from "../../prompts/import/import-prompt.ts";
import type { ImportedPrompt } from "../../prompts/import/finish-draft.ts";
import { defineCommand } from "../command.ts";
import { exitCodes, UsageError } from "../exit-codes.ts";
import { promptFolder } from "../prompt-folder.ts";
import { requireLocal } from "../require-local.ts";
import { oneLine } from "../table.ts";

const maxFileBytes = 4 * 1024 * 1024;
const formatNames = [...promptFormats].map(([name, { says }]) => `${name}: ${says}`).join("; ");

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
  run(input, context) {
    requireLocal(context);
    const { machine } = context;
    const folder = promptFolder(input.options.to, context.shared);
    const files = input.arguments.flatMap((path) => (path === undefined ? [] : [path]));
    const imported = files.flatMap((path) =>
      importPrompt(input.options.format, { path, text: readForeign(resolve(machine.workingDirectory, path)) }),
    );
    const placed = imported.map((prompt) => ({ ...prompt, file: join(folder, `${prompt.name}.md`) }));
    const dry = input.options["dry-run"];
    if (!dry) writeAll(placed, machine.workingDirectory);
    context.print({ written: !dry, prompts: placed }, () => placed.map((prompt) => show(prompt, dry)).join("\n\n"));
    return Promise.resolve(exitCodes.ok.code);
  },
});

interface PlacedPrompt extends ImportedPrompt {
  readonly file: string;
}

function readForeign(path: string): string {
  if (!existsSync(path)) throw new UsageError(`There is no ${path}.`);
  if (statSync(path).size > maxFileBytes) throw new UsageError(`${path} is larger than ${maxFileBytes} bytes.`);
  return readFileSync(path, "utf8");
}

/** Looks first at all of them, so that a refusal leaves nothing half done. */
function writeAll(prompts: readonly PlacedPrompt[], workingDirectory: string): void {
  const seen = new Set<string>();
  for (const { file } of prompts) {
    if (seen.has(file)) throw new UsageError(`Two of the prompts would be ${file}: import them one by one, with --to.`);
    if (existsSync(resolve(workingDirectory, file)))
      throw new UsageError(`${file} is there already, and stays as it is.`);
    seen.add(file);
  }
  for (const { file, text } of prompts) {
    const path = resolve(workingDirectory, file);
    mkdirSync(resolve(path, ".."), { recursive: true });
    writeFileSync(path, text, { flag: "wx" });
  }
}

function show({ file, text, losses }: PlacedPrompt, dry: boolean): string {
  const head = dry ? `${file}\n\n${text}` : `Wrote ${file}.`;
  return [head, ...losses.map((loss) => `  not carried: ${oneLine(loss)}`)].join("\n");
}
