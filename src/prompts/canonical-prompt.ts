import { canonicalJson } from "../lib/canonical-json.ts";
import { sha256Hex } from "../lib/sha256-hex.ts";
import type { PromptContent } from "./prompt-content.ts";

/** A content in its one written form, and the SHA-256 of that: the file in a repository and the row in a registry agree. */
export function canonicalPrompt(content: PromptContent): { readonly canonical: string; readonly hash: string } {
  const canonical = canonicalJson(content);
  return { canonical, hash: sha256Hex(canonical) };
}
