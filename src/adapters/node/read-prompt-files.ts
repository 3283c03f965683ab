import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { HoldfastError } from "../../errors.ts";
import type { PromptFile } from "../../prompts/prompt-file.ts";

const maxFiles = 20_000;
const maxTotalLength = 24 * 1024 * 1024;

/** Every `.md` file of a folder and of the folders in it; none when there is no such folder. Throws `config-invalid`. */
export function readPromptFiles(folder: string): readonly PromptFile[] {
  const names = listFolder(folder).filter((name) => name.endsWith(".md"));
  if (names.length > maxFiles) throw refusal(folder, `holds more than ${maxFiles} files`);
  let total = 0;
  return names.toSorted().map((name) => {
    const text = orRefuse(join(folder, name), () => readFileSync(join(folder, name), "utf8"));
    total += text.length;
    if (total > maxTotalLength) throw refusal(folder, `holds more than ${maxTotalLength} characters`);
    return { path: `${basename(folder)}/${name.replaceAll("\\", "/")}`, text };
  });
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw refusal(folder, "cannot be read", error);
  }
}

function orRefuse<Value>(path: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw refusal(path, "cannot be read", error);
  }
}

function refusal(path: string, why: string, cause?: unknown): HoldfastError {
  return new HoldfastError("config-invalid", { message: `${path} ${why}.`, cause });
}
