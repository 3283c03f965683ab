import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ImportedPrompt } from "../prompts/import/finish-draft.ts";
import { importPrompt } from "../prompts/import/import-prompt.ts";
import type { CommandContext } from "./command.ts";
import { exitCodes, UsageError, type ExitCode } from "./exit-codes.ts";
import { oneLine } from "./table.ts";

const maxFileBytes = 4 * 1024 * 1024;

interface ImportWish {
  readonly paths: readonly string[];
  readonly format: string | undefined;
  readonly folder: string;
  /** Shows the files and writes none. */
  readonly dry: boolean;
}

/** Turns other tools' files into prompt files in a folder. */
export function importPromptFiles({ paths, format, folder, dry }: ImportWish, context: CommandContext): ExitCode {
  const { workingDirectory } = context.machine;
  const prompts = paths
    .flatMap((path) => importPrompt(format, { path, text: readForeign(resolve(workingDirectory, path)) }))
    .map((prompt) => ({ ...prompt, file: join(folder, `${prompt.name}.md`) }));
  if (!dry) writeAll(prompts, workingDirectory);
  context.print({ written: !dry, prompts }, () => prompts.map((prompt) => show(prompt, dry)).join("\n\n"));
  return exitCodes.ok.code;
}

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
