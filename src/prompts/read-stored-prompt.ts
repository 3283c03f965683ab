import { HoldfastError } from "../errors.ts";
import { parseJson } from "../lib/parse-json.ts";
import type { PromptVersion } from "./prompt-content.ts";
import { readPromptContent } from "./read-prompt-content.ts";
import type { StoredPromptVersion } from "./stored-prompt-version.ts";

/** A stored version as what it is. Throws `internal-error` when it cannot be read: it was checked when it was written. */
export function readStoredPrompt({ name, version, hash, content }: StoredPromptVersion): PromptVersion {
  const parsed = parseJson(content);
  if (parsed.ok) return { name, version, hash, content: readPromptContent(parsed.value) };
  throw new HoldfastError("internal-error", { internal: { prompt: `${name}@${version}`, reason: parsed.reason } });
}
