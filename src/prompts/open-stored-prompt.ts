import { compilePrompt } from "./compile-prompt.ts";
import type { CompiledPrompt } from "./compile-prompt.ts";
import { readStoredPrompt } from "./read-stored-prompt.ts";
import type { StoredPromptVersion } from "./stored-prompt-version.ts";

/** A stored version, ready to be rendered again and again. */
export function openStoredPrompt(stored: StoredPromptVersion): CompiledPrompt {
  return compilePrompt(readStoredPrompt(stored));
}
