import type { ConfigProblem } from "../config/config.ts";
import type { PromptContent } from "./prompt-content.ts";

/** A file of the prompts folder: its path, as it is shown to people, and its text. */
export interface PromptFile {
  readonly path: string;
  readonly text: string;
}

/** Something wrong or doubtful, and in which file. Its `path` is the key of the front matter, or the section's role. */
export interface PromptProblem extends ConfigProblem {
  readonly file: string;
}

export interface ParsedPrompt {
  readonly name: string;
  readonly file: PromptFile;
  readonly content: PromptContent;
  /** Labels that move to this version when it is applied. They are no part of the content. */
  readonly labels: readonly string[];
}

export type ParsedPromptFile =
  | { readonly ok: true; readonly prompt: ParsedPrompt }
  | { readonly ok: false; readonly problems: readonly PromptProblem[] };

/** Files that other prompts take in, by name. */
export type Partials = ReadonlyMap<string, PromptFile>;

/** What a prompt may be called: it stands in paths, in URLs, and before an `@`. */
export const promptNamePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

export const maxPromptFileLength = 256 * 1024;

/** `prompts/support-reply.md` → `support-reply`; a partial's leading underscore is no part of its name. */
export function promptNameOf(path: string): string {
  const base = path.slice(path.lastIndexOf("/") + 1);
  return base.replace(/\.md$/i, "").replace(/^_/, "");
}
