import { parsePromptFile } from "./parse-prompt-file.ts";
import { maxPromptFileLength, promptNameOf, promptNamePattern } from "./prompt-file.ts";
import type { ParsedPrompt, Partials, PromptFile, PromptProblem } from "./prompt-file.ts";
import { readWrittenTemplate } from "./read-written-template.ts";
import { partialText } from "./template/inline-partials.ts";

export interface PromptFolder {
  /** By name, in alphabetical order. Empty when there are problems: a folder is taken whole or not at all. */
  readonly prompts: readonly ParsedPrompt[];
  readonly problems: readonly PromptProblem[];
}

const maxFiles = 10_000;

/**
 * Reads a folder's files: prompts, and the partials that they take in (`partials/<name>.md` or `_<name>.md`). What is no
 * `.md` file is left alone, and so is a `README.md`.
 */
export function loadPromptFolder(files: readonly PromptFile[]): PromptFolder {
  if (files.length > maxFiles)
    return { prompts: [], problems: [problem(files[0]?.path, `has more than ${maxFiles} files`)] };
  const texts = files
    .filter(({ path }) => /\.md$/i.test(path) && !/(?:^|\/)readme\.md$/i.test(path))
    .toSorted((left, right) => (left.path < right.path ? -1 : 1));
  const partials = new Map<string, PromptFile>();
  const problems: PromptProblem[] = [];
  for (const file of texts.filter(isPartial)) addOnce(partials, file, problems);
  problems.push(...[...partials.values()].flatMap((file) => partialProblems(file, partials)));
  const named = new Map<string, PromptFile>();
  for (const file of texts.filter((candidate) => !isPartial(candidate))) addOnce(named, file, problems);
  const parsed = [...named.values()].map((file) => parsePromptFile(file, partials));
  problems.push(...parsed.flatMap((result) => (result.ok ? [] : result.problems)));
  const prompts = parsed.flatMap((result) => (result.ok ? [result.prompt] : []));
  return { prompts: problems.length === 0 ? prompts : [], problems };
}

function isPartial({ path }: PromptFile): boolean {
  return /(?:^|\/)(?:partials\/[^/]*|_[^/]*)$/.test(path);
}

function addOnce(map: Map<string, PromptFile>, file: PromptFile, problems: PromptProblem[]): void {
  const name = promptNameOf(file.path);
  const first = map.get(name);
  if (first === undefined) map.set(name, file);
  else problems.push(problem(file.path, `has the name of ${first.path}: names must differ`));
}

/** A partial must be a whole template by itself: a tag that it opens, it closes. Which variables there are, its prompts say. */
function partialProblems(file: PromptFile, partials: Partials): readonly PromptProblem[] {
  if (!promptNamePattern.test(promptNameOf(file.path)))
    return [problem(file.path, "has a name that no partial can have")];
  if (file.text.length > maxPromptFileLength)
    return [problem(file.path, `is longer than ${maxPromptFileLength} characters`)];
  const written = { text: partialText(file.text), line: 1, path: "" };
  return readWrittenTemplate(written, partials, undefined).problems.map((found) => ({ file: file.path, ...found }));
}

function problem(path: string | undefined, message: string): PromptProblem {
  return { file: path ?? "prompts", path: "", line: 1, column: 1, message };
}
