import type { ConfigProblem, Finding } from "../config/config.ts";
import { formatPath } from "../config/format-path.ts";
import { deepFreeze } from "../lib/deep-freeze.ts";
import type { PromptContent, PromptSection } from "./prompt-content.ts";
import { maxPromptFileLength, promptNameOf, promptNamePattern } from "./prompt-file.ts";
import type { ParsedPromptFile, Partials, PromptFile } from "./prompt-file.ts";
import { readFrontMatter } from "./read-front-matter.ts";
import { readWrittenTemplate } from "./read-written-template.ts";
import { splitPromptFile } from "./split-prompt-file.ts";
import { splitSections } from "./split-sections.ts";

/** More than anybody reads. */
const maxProblems = 100;

/**
 * Reads a prompt file: everything or nothing. A bad file yields all of its problems at once, in the order of its lines.
 * Pure: partials come from the map, by name.
 */
export function parsePromptFile(file: PromptFile, partials: Partials): ParsedPromptFile {
  const name = promptNameOf(file.path);
  const refusal = refuseUnread(name, file.text);
  if (refusal !== undefined) return failed(file, [wholeFile(refusal)]);
  const split = splitPromptFile(normalised(file.text));
  if (split === undefined) {
    return failed(file, [wholeFile("opens its front matter with --- and does not close it with another ---")]);
  }
  const frontMatter = readFrontMatter(split.frontMatter);
  const { sections, findings } = splitSections(split.body, split.bodyLine);
  const problems = [...frontMatter.problems, ...findings.map((finding) => place(finding, finding.line))];
  const templates: PromptSection[] = [];
  for (const section of sections) {
    if (section.kind === "history") {
      templates.push({ kind: "history" });
    } else {
      const read = readWrittenTemplate({ ...section, path: section.role }, partials, frontMatter.variables);
      problems.push(...read.problems);
      templates.push({ kind: "message", role: section.role, template: read.template });
    }
  }
  const { data } = frontMatter;
  if (problems.length > 0 || data === undefined) return failed(file, problems);
  const { labels, ...rest } = data;
  const content: PromptContent = { ...rest, variables: frontMatter.variables ?? {}, sections: templates };
  return { ok: true, prompt: { name, file, labels, content: deepFreeze(content) } };
}

function refuseUnread(name: string, text: string): string | undefined {
  if (!promptNamePattern.test(name)) {
    return "has a name that no prompt can have: letters, digits, ., _ and -, 64 at most, and .md at the end";
  }
  return text.length > maxPromptFileLength ? `is longer than ${maxPromptFileLength} characters` : undefined;
}

function normalised(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
}

function wholeFile(message: string): ConfigProblem {
  return { path: "", line: 1, column: 1, message };
}

function place(finding: Finding, line: number): ConfigProblem {
  return { path: formatPath(finding.path), line, column: 1, message: finding.message };
}

function failed(file: PromptFile, problems: readonly ConfigProblem[]): ParsedPromptFile {
  const sorted = problems.toSorted((left, right) => left.line - right.line || left.column - right.column);
  return { ok: false, problems: sorted.slice(0, maxProblems).map((problem) => ({ file: file.path, ...problem })) };
}
