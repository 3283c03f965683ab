import { checkReferences } from "./check-references.ts";
import { checkSafety } from "./check-safety.ts";
import type { ConfigProblem, ConfigSource, Finding, LoadedConfig } from "./config.ts";
import { defaultProviders } from "./default-providers.ts";
import { describeIssue, issueMessage } from "./describe-issue.ts";
import { formatPath } from "./format-path.ts";
import { readYaml } from "./read-yaml.ts";
import { resolveConfig } from "./resolve-config.ts";
import { configSchema } from "./schema.ts";
import { isMapping } from "./value-at.ts";
import { locate, type YamlFile } from "./yaml-file.ts";

/** More than anybody reads; keeps a wholly wrong file from costing memory. */
const maxProblems = 200;
/** Each finding is sought in the file, so that a wholly wrong file must not yield too many. */
const maxFindings = 1_000;

/**
 * Reads `holdfast.yaml`: everything or nothing. A bad file yields all of its problems at once, in the order of its
 * lines. Pure: opens no file, resolves no secret, reads no environment but the one it is given.
 */
export function loadConfig(source: ConfigSource): LoadedConfig {
  const yaml = readYaml(source.text ?? "");
  if (!yaml.ok) return { ok: false, problems: inOrder(yaml.problems) };
  const root = withProviders(withoutEmptySections(yaml.value), source.env);
  const parsed = configSchema.safeParse(root, { error: issueMessage });
  const findings = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(issue, root))),
    ...checkReferences(root),
    ...checkSafety(root),
  ];
  const problems = [...yaml.problems, ...findings.slice(0, maxFindings).map((finding) => place(finding, yaml.file))];
  if (!parsed.success || problems.length > 0) return { ok: false, problems: inOrder(problems) };
  return { ok: true, config: resolveConfig(parsed.data, source.env) };
}

/** An empty file, and a section whose entries are all commented out, say nothing: they mean their defaults. */
function withoutEmptySections(value: unknown): unknown {
  if (value === null || value === undefined) return {};
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, section]) => section !== null));
}

function withProviders(value: unknown, env: ConfigSource["env"]): unknown {
  if (!isMapping(value)) return value;
  const providers = value["providers"];
  const none = providers === undefined || (isMapping(providers) && Object.keys(providers).length === 0);
  return none ? { ...value, providers: defaultProviders(env) } : value;
}

function place(finding: Finding, file: YamlFile): ConfigProblem {
  return { ...finding, path: formatPath(finding.path), ...locate(file, finding.path) };
}

function inOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return problems.toSorted((left, right) => left.line - right.line || left.column - right.column).slice(0, maxProblems);
}
