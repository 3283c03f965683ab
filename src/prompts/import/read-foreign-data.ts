import { readYaml } from "../../config/read-yaml.ts";
import { HoldfastError } from "../../errors.ts";
import { parseJson } from "../../lib/parse-json.ts";
import { splitPromptFile } from "../split-prompt-file.ts";
import type { ForeignFile } from "./draft.ts";

const maxBytes = 4 * 1024 * 1024;

/** A foreign file's JSON or YAML as plain data. Refuses with `request-invalid`. */
export function readForeignData({ path, text }: ForeignFile): unknown {
  if (/^\s*[[{]/.test(text)) {
    const parsed = parseJson(text, { maxBytes });
    if (parsed.ok) return parsed.value;
    if (path.endsWith(".json")) throw refuse(path, parsed.reason);
  }
  const yaml = readYaml(text);
  if (yaml.ok) return yaml.value;
  const [problem] = yaml.problems;
  throw refuse(path, `line ${problem?.line ?? 1}: ${problem?.message ?? "it is not valid YAML"}`);
}

/** The two halves of a file with front matter, the first as data. */
export function readForeignHalves(file: ForeignFile): { readonly data: unknown; readonly body: string } {
  const text = file.text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const split = splitPromptFile(text);
  if (split === undefined) throw refuse(file.path, "its front matter is not closed");
  return { data: readForeignData({ path: "front matter", text: split.frontMatter }), body: split.body };
}

export function refuse(path: string, reason: string): HoldfastError {
  return new HoldfastError("request-invalid", { message: `${path} cannot be imported: ${reason}.`, param: "file" });
}
