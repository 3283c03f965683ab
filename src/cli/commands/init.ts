import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { defineCommand } from "../command.ts";
import { configTemplate } from "../config-template.ts";
import { exitCodes } from "../exit-codes.ts";
import { requireLocal } from "../require-local.ts";

const ignoredFolder = ".holdfast/";

export const init = defineCommand({
  name: "init",
  summary: "Write a holdfast.yaml with everything explained.",
  description:
    "The file changes nothing until something in it is uncommented. A file that is there is never overwritten. The " +
    "folder of the embedded database is added to .gitignore.",
  localOnly: true,
  options: {},
  examples: ["holdfast init", "holdfast init --config deploy/holdfast.yaml"],
  run(_input, context) {
    requireLocal(context);
    const { workingDirectory, invocation } = context.machine;
    const path = resolve(workingDirectory, context.shared.configPath ?? "holdfast.yaml");
    if (!writeNew(path, configTemplate)) {
      return Promise.reject(new Error(`${path} is there already, and stays as it is. Another place: --config <file>`));
    }
    const ignored = ignoreFolder(join(workingDirectory, ".gitignore"));
    context.print({ file: path, gitignore: ignored }, () =>
      [
        `Wrote ${path}.`,
        ...(ignored ? [`Added ${ignoredFolder} to .gitignore.`] : []),
        `Next: ${invocation} start`,
      ].join("\n"),
    );
    return Promise.resolve(exitCodes.ok.code);
  },
});

/** False: there is something at the path. Asking first would leave a moment in which it could appear. */
function writeNew(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Adds the folder unless it is ignored already. True: it was added. */
function ignoreFolder(path: string): boolean {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const lines = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  if ([".holdfast", ".holdfast/", "/.holdfast", "/.holdfast/"].some((form) => lines.has(form))) return false;
  appendFileSync(path, `${text === "" || text.endsWith("\n") ? "" : "\n"}${ignoredFolder}\n`);
  return true;
}
