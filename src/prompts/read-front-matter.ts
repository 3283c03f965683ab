import type { ConfigProblem, Finding } from "../config/config.ts";
import { issueMessage } from "../config/describe-issue.ts";
import { formatPath } from "../config/format-path.ts";
import { readYaml } from "../config/read-yaml.ts";
import { isMapping } from "../config/value-at.ts";
import { locate } from "../config/yaml-file.ts";
import { describeFrontMatterIssue } from "./describe-front-matter-issue.ts";
import { frontMatterSchema, type FrontMatter } from "./front-matter-schema.ts";
import { fitsType, typeNames } from "./fits-type.ts";
import type { PromptVariable } from "./prompt-content.ts";

export interface ReadFrontMatter {
  /** Undefined when there are problems. */
  readonly data: FrontMatter | undefined;
  /** Undefined when it cannot be told which variables there are: then nothing can be said about their use. */
  readonly variables: Readonly<Record<string, PromptVariable>> | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** Reads a front matter's text. Places are those of the text, so it comes with the file's line numbers. */
export function readFrontMatter(text: string): ReadFrontMatter {
  const yaml = readYaml(text);
  if (!yaml.ok) return { data: undefined, variables: undefined, problems: yaml.problems };
  const root = yaml.value ?? {};
  const parsed = frontMatterSchema.safeParse(root, { error: issueMessage });
  const findings = parsed.success
    ? wrongDefaults(parsed.data)
    : parsed.error.issues.flatMap((issue) => describeFrontMatterIssue(issue, root));
  const problems = [
    ...yaml.problems,
    ...findings.map((finding) => ({
      ...finding,
      path: formatPath(finding.path),
      ...locate(yaml.file, finding.path),
    })),
  ];
  if (!parsed.success) return { data: undefined, variables: guessVariables(root), problems };
  return { data: parsed.data, variables: resolveVariables(parsed.data), problems };
}

function wrongDefaults({ variables }: FrontMatter): readonly Finding[] {
  return Object.entries(variables).flatMap(([name, { type, required, default: value }]) => {
    if (value === undefined) return [];
    const path = ["variables", name];
    if (required === true) {
      return [
        { path: [...path, "required"], message: "cannot be true beside a default, which is what makes it optional" },
      ];
    }
    return fitsType(value, type) ? [] : [{ path: [...path, "default"], message: `must be ${typeNames[type]}` }];
  });
}

function resolveVariables({ variables }: FrontMatter): Readonly<Record<string, PromptVariable>> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, { required, ...variable }]) => [
      name,
      { ...variable, required: required ?? variable.default === undefined },
    ]),
  );
}

/** The names that a front matter with problems declares, so that those of the body can be told in the same go. */
function guessVariables(root: unknown): Readonly<Record<string, PromptVariable>> | undefined {
  const variables = isMapping(root) ? (root["variables"] ?? {}) : undefined;
  if (!isMapping(variables)) return undefined;
  const guess: PromptVariable = { type: "string", trust: "user", required: true };
  return Object.fromEntries(Object.keys(variables).map((name) => [name, guess]));
}
