import { nearestNames } from "../../lib/nearest-names.ts";
import type { Draft, ForeignFile } from "./draft.ts";
import { finishDraft, type ImportedPrompt } from "./finish-draft.ts";
import type { FormatName } from "./format-names.ts";
import { readDotprompt } from "./read-dotprompt.ts";
import { readForeignData, refuse } from "./read-foreign-data.ts";
import { readGithubPrompt } from "./read-github-prompt.ts";
import { isLangfusePrompt, readLangfuse } from "./read-langfuse.ts";
import { isOpenaiPrompt, readOpenaiPrompt } from "./read-openai-prompt.ts";
import { readPromptfoo } from "./read-promptfoo.ts";
import { readPrompty } from "./read-prompty.ts";

interface Format {
  readonly read: (file: ForeignFile) => readonly Draft[];
  readonly ending: RegExp;
  /** Tells files of the same ending apart. */
  readonly recognises?: (data: unknown) => boolean;
}

const formats = {
  prompty: { read: readPrompty, ending: /\.prompty$/i },
  dotprompt: { read: readDotprompt, ending: /\.prompt$/i },
  github: { read: readGithubPrompt, ending: /\.prompt\.ya?ml$/i },
  langfuse: {
    read: readLangfuse,
    ending: /\.json$/i,
    recognises: isLangfuse,
  },
  openai: {
    read: readOpenaiPrompt,
    ending: /\.json$/i,
    recognises: isOpenaiPrompt,
  },
  promptfoo: { read: readPromptfoo, ending: /\.(?:txt|json|ya?ml)$/i },
} as const satisfies Record<FormatName, Format>;

/** By name, in the order in which they are tried. */
export const promptFormats: ReadonlyMap<string, Format> = new Map(Object.entries<Format>(formats));

/**
 * The prompts of another tool's file as prompt files, with what could not be carried over. `format` undefined: as its
 * name and content tell. Refuses with `request-invalid` what cannot be read.
 */
export function importPrompt(format: string | undefined, file: ForeignFile): readonly ImportedPrompt[] {
  const base = file.path.slice(Math.max(file.path.lastIndexOf("/"), file.path.lastIndexOf("\\")) + 1);
  const fallbackName = base.replace(/(?:\.prompt)?\.[a-z]+$/i, "");
  return findFormat(format, file)
    .read(file)
    .map((draft) => finishDraft(draft, fallbackName));
}

function findFormat(name: string | undefined, file: ForeignFile): Format {
  if (name !== undefined) {
    const format = promptFormats.get(name);
    if (format !== undefined) return format;
    const [near] = nearestNames(name, promptFormats.keys(), 1);
    const hint = near === undefined ? `known are ${[...promptFormats.keys()].join(", ")}` : `did you mean ${near}?`;
    throw refuse(file.path, `the format ${name.slice(0, 64)} is not known; ${hint}`);
  }
  const candidates = [...promptFormats.values()].filter(({ ending }) => ending.test(file.path));
  if (candidates.length === 0) throw refuse(file.path, "its name does not tell the format; name it with --format");
  const data = candidates.some(({ recognises }) => recognises !== undefined) ? readForeignData(file) : undefined;
  const found = candidates.find(({ recognises }) => recognises === undefined || recognises(data));
  if (found === undefined) throw refuse(file.path, "its content does not tell the format; name it with --format");
  return found;
}

function isLangfuse(data: unknown): boolean {
  if (Array.isArray(data)) return data.some(isLangfusePrompt);
  return (
    isLangfusePrompt(data) || (typeof data === "object" && data !== null && "data" in data && isLangfuse(data.data))
  );
}
