import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseJson } from "../lib/parse-json.ts";
import type { PromptVariable } from "../prompts/prompt-content.ts";
import { UsageError } from "./exit-codes.ts";

const maxFileBytes = 32 * 1024 * 1024;

/** `name=value` and `name=@file` of the command line, read as the types that the prompt declares. */
export function readGivenVariables(
  given: readonly string[],
  declared: Readonly<Record<string, PromptVariable>>,
  workingDirectory: string,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    given.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new UsageError(`--var takes name=value, and "${pair.slice(0, 64)}" is none.`);
      const name = pair.slice(0, at);
      const written = pair.slice(at + 1);
      const text = written.startsWith("@") ? readText(resolve(workingDirectory, written.slice(1))) : written;
      return [name, readValue(name, text, declared[name])];
    }),
  );
}

function readValue(name: string, text: string, variable: PromptVariable | undefined): unknown {
  if (variable === undefined || variable.type === "string") return text;
  const parsed = parseJson(text, { maxBytes: maxFileBytes });
  if (parsed.ok) return parsed.value;
  throw new UsageError(`--var ${name} is a ${variable.type}, so it is written as JSON: the text ${parsed.reason}.`);
}

function readText(path: string): string {
  try {
    if (statSync(path).size > maxFileBytes) throw new UsageError(`${path} is larger than ${maxFileBytes} bytes.`);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
