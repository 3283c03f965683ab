import { readYaml } from "../config/read-yaml.ts";
import { locate } from "../config/yaml-file.ts";
import type { PromptContent, PromptVariable } from "./prompt-content.ts";
import type { ParsedPrompt, PromptProblem } from "./prompt-file.ts";
import { splitPromptFile } from "./split-prompt-file.ts";
import { splitSections, type FileSection } from "./split-sections.ts";
import { parseTemplate, type ParsedTemplate } from "./template/parse-template.ts";

interface ReadSection {
  readonly written: Extract<FileSection, { readonly kind: "message" }>;
  readonly template: ParsedTemplate;
}

interface LintInput {
  readonly content: PromptContent;
  readonly sections: readonly ReadSection[];
  /** Where a variable is declared. */
  readonly placeOf: (variable: string) => { readonly line: number; readonly column: number };
}

type Warning = Omit<PromptProblem, "file">;
type Rule = (input: LintInput) => readonly Warning[];

const rules: readonly Rule[] = [
  noDescription,
  unusedVariables,
  strangersInSystem,
  almostMarkers,
  singleBraces,
  answerBegun,
];

/** What is allowed and is probably not meant, in the order of the file's lines. For prompts that have no problems. */
export function lintPrompt(prompt: ParsedPrompt): readonly PromptProblem[] {
  const input = readInput(prompt);
  return rules
    .flatMap((rule) => rule(input))
    .map((warning) => ({ file: prompt.file.path, ...warning }))
    .toSorted((left, right) => left.line - right.line || left.column - right.column);
}

function readInput({ file, content }: ParsedPrompt): LintInput {
  const split = splitPromptFile(file.text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n"));
  const yaml = readYaml(split?.frontMatter ?? "");
  const { sections } = splitSections(split?.body ?? "", split?.bodyLine ?? 1);
  return {
    content,
    sections: sections.flatMap((written, index) => {
      const section = content.sections[index];
      if (written.kind === "history" || section?.kind !== "message") return [];
      const parsed = parseTemplate(section.template, content.variables);
      return parsed.ok ? [{ written, template: parsed.template }] : [];
    }),
    placeOf: (variable) => (yaml.ok ? locate(yaml.file, ["variables", variable]) : { line: 1, column: 1 }),
  };
}

function noDescription({ content }: LintInput): readonly Warning[] {
  if (content.description !== undefined) return [];
  return [{ path: "description", line: 1, column: 1, message: "is missing: say in a sentence what the prompt is for" }];
}

function unusedVariables({ content, sections, placeOf }: LintInput): readonly Warning[] {
  const read = new Set(sections.flatMap(({ template }) => [...template.reads]));
  return Object.keys(content.variables)
    .filter((name) => !read.has(name))
    .map((name) => ({ path: `variables.${name}`, ...placeOf(name), message: "is not used by any section" }));
}

/** Models obey these sections most, so what others wrote is best kept out of them. */
function strangersInSystem({ content, sections }: LintInput): readonly Warning[] {
  return sections.flatMap(({ written, template }) => {
    if (written.role !== "system" && written.role !== "developer") return [];
    const strangers = [...template.shows].filter((name) => isStranger(content.variables[name]));
    return strangers.map((name) => ({
      path: written.role,
      line: lineWith(written, name),
      column: 1,
      message: `shows "${name}", whose trust is ${content.variables[name]?.trust}: move it to a user section, or give it trust: operator if only you set it`,
    }));
  });
}

function isStranger(variable: PromptVariable | undefined): boolean {
  return (
    variable !== undefined && variable.trust !== "operator" && variable.type !== "number" && variable.type !== "boolean"
  );
}

const almostMarker = /^[ \t]*(system|developer|user|assistant|history|model|ai|human)[ \t]*:[ \t]*$/i;
const ourWords: ReadonlyMap<string, string> = new Map([
  ["model", "assistant"],
  ["ai", "assistant"],
  ["human", "user"],
]);

function almostMarkers({ sections }: LintInput): readonly Warning[] {
  return sections.flatMap(({ written }) =>
    written.text.split("\n").flatMap((line, index) => {
      const word = almostMarker.exec(line)?.[1]?.toLowerCase();
      const role = word === undefined ? undefined : (ourWords.get(word) ?? word);
      // A marker that was escaped is meant as text.
      if (role === undefined || line.trimEnd() === `${role}:`) return [];
      const message = `has a line that looks like a section's beginning and is text: a section begins with ${role}: alone on its line, in small letters`;
      return [{ path: written.role, line: written.line + index, column: 1, message }];
    }),
  );
}

function singleBraces({ content, sections }: LintInput): readonly Warning[] {
  return sections.flatMap(({ written }) =>
    written.text.split("\n").flatMap((line, index) =>
      [...line.matchAll(/(?<![{%])\{ ?([A-Za-z_]\w{0,63}) ?\}(?!\})/g)]
        .filter(([, name]) => Object.hasOwn(content.variables, name ?? ""))
        .map((match) => ({
          path: written.role,
          line: written.line + index,
          column: match.index + 1,
          message: `has ${match[0]} as plain text: a variable is shown by {{ ${match[1]} }}`,
        })),
    ),
  );
}

/** Several models refuse to go on with an answer that has begun. */
function answerBegun({ content, sections }: LintInput): readonly Warning[] {
  const last = content.sections.at(-1);
  const written = sections.at(-1)?.written;
  if (last?.kind !== "message" || last.role !== "assistant" || written === undefined) return [];
  if (!content.sections.some(({ kind }) => kind === "history")) return [];
  const message =
    "ends the prompt after the caller's messages: the model is to go on with it, which several models refuse";
  return [{ path: "assistant", line: written.line, column: 1, message }];
}

/** The line on which a section first names something; its first line when a partial does. */
function lineWith({ text, line }: { readonly text: string; readonly line: number }, name: string): number {
  const index = text.split("\n").findIndex((candidate) => candidate.includes(name) && candidate.includes("{"));
  return line + Math.max(0, index);
}
