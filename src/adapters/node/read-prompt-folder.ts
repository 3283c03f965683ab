import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { HoldfastError } from "../../errors.ts";
import type { PromptFile } from "../../prompts/prompt-file.ts";

const maxFiles = 20_000;
const maxTotalBytes = 24 * 1024 * 1024;

/**
 * Every `.md` file of a folder and the folders in it. A folder that is not there has none. Throws `config-invalid` when
 * one cannot be read, or there are more than anybody writes.
 */
export function readPromptFolder(folder: string): readonly PromptFile[] {
  const names = listFiles(folder);
  const files: PromptFile[] = [];
  let total = 0;
  for (const name of names) {
    const text = readText(join(folder, name));
    total += text.length;
    if (total > maxTotalBytes) throw refusal(`holds more than ${maxTotalBytes / 1024 / 1024} MiB`, folder);
    files.push({ path: `${basename(folder)}/${name}`, text });
  }
  return files;
}

/** Says whether the folder may have changed since: names, sizes and times, without reading any file. */
export function promptFolderMark(folder: string): string {
  return listFiles(folder)
    .map((name) => {
      const found = statSync(join(folder, name), { throwIfNoEntry: false });
      return `${name}:${found?.size}:${found?.mtimeMs}`;
    })
    .join("\n");
}

function listFiles(folder: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw refusal("cannot be read", folder, error);
  }
  if (names.length > maxFiles) throw refusal(`holds more than ${maxFiles} files`, folder);
  return names
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.replaceAll("\\", "/"))
    .toSorted();
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw refusal("cannot be read", path, error);
  }
}

function refusal(why: string, path: string, cause?: unknown): HoldfastError {
  return new HoldfastError("config-invalid", { message: `${path} ${why}.`, cause });
}
