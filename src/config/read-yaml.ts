import { isAlias, isMap, isScalar, isSeq, type ErrorCode, type YAMLError, type YAMLMap } from "yaml";
import type { ConfigPath, ConfigProblem } from "./config.ts";
import { formatPath } from "./format-path.ts";
import { keyOf, parseYaml, pathAt, positionOf, type YamlFile } from "./yaml-file.ts";

const maxFileBytes = 1024 * 1024;
/** Counted without knowing quotes and comments, so it is generous. */
const maxBrackets = 256;
/** Bounds what aliases may unfold to: the parser counts the anchors inside anchors. */
const maxAliasUnfolding = 100;
const maxAliases = 256;
/** One slip of the pen can make the whole rest of a file wrong. */
const maxSyntaxErrors = 20;

/** Sentences of our own: the parser's messages quote the file, and the file may hold a misplaced secret. */
const syntaxMessages: Readonly<Partial<Record<ErrorCode, string>>> = Object.freeze({
  BAD_INDENT: "is not valid YAML here: check the indentation and that every bracket is closed",
  TAB_AS_INDENT: "is not valid YAML here: indent with spaces, not with tabs",
  MISSING_CHAR: "is not valid YAML here: a character is missing, such as a closing quote, a bracket or a colon",
  MULTIPLE_DOCS: "holds a second document (---): a configuration is one document",
  NON_STRING_KEY: "has a key that is not plain text",
  TAG_RESOLVE_FAILED: "uses a YAML tag (!…): write the plain value",
  BAD_DQ_ESCAPE:
    "is not valid YAML here: an unknown escape in a double-quoted text (write \\\\ for a backslash, or use single quotes)",
  MULTILINE_IMPLICIT_KEY: "is not valid YAML here: a key must stand on one line, with a colon and a space after it",
  BLOCK_AS_IMPLICIT_KEY: "is not valid YAML here: a mapping begins on a line that already holds a value",
  RESOURCE_EXHAUSTION: "is nested too deeply",
});

const otherSyntax =
  "is not valid YAML here: check the line above too, and put a text with special characters into quotes";

export type ReadYaml =
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }
  /** `problems` may hold repeated keys; `value` is then still good for finding other problems. */
  | {
      readonly ok: true;
      readonly file: YamlFile;
      readonly value: unknown;
      readonly problems: readonly ConfigProblem[];
    };

/** Reads a configuration's text as plain data, within bounds of size, depth and aliases. */
export function readYaml(text: string): ReadYaml {
  const refusal = refuseUnread(text);
  if (refusal !== undefined) return { ok: false, problems: [{ path: "", line: 1, column: 1, message: refusal }] };
  const file = parseYaml(text);
  const errors = [...file.document.errors, ...file.document.warnings];
  if (errors.length > 0)
    return { ok: false, problems: errors.slice(0, maxSyntaxErrors).map((error) => syntaxProblem(file, error)) };
  const tree = walkTree(file);
  if (tree.fatal) return { ok: false, problems: tree.problems };
  try {
    return { ok: true, file, value: file.document.toJS({ maxAliasCount: maxAliasUnfolding }), problems: tree.problems };
  } catch {
    // Only aliases are left to fail here, and the parser's message may quote the file.
    return {
      ok: false,
      problems: [{ path: "", line: 1, column: 1, message: "unfolds to too much through its aliases (*name)" }],
    };
  }
}

/** Checks that cost little, before the parser, whose work and stack grow with depth. */
function refuseUnread(text: string): string | undefined {
  if (text.length > maxFileBytes || new TextEncoder().encode(text).length > maxFileBytes) {
    return `is larger than ${maxFileBytes / 1024} KiB`;
  }
  const tooDeep = /^ {256}/m.test(text) || /^ *(?:[-?:] +){64}/m.test(text) || bracketDepth(text) > maxBrackets;
  return tooDeep ? "is nested too deeply" : undefined;
}

/** Deepest nesting of brackets, those in quotes and comments counted too: an upper bound is all that is needed. */
function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    if (bracket === "[" || bracket === "{") depth += 1;
    else depth = Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function syntaxProblem(file: YamlFile, error: YAMLError): ConfigProblem {
  return {
    path: formatPath(pathAt(file, error.pos[0])),
    ...positionOf(file, error.pos[0]),
    message: syntaxMessages[error.code] ?? otherSyntax,
  };
}

interface Walk {
  readonly file: YamlFile;
  readonly problems: ConfigProblem[];
  readonly anchors: Set<string>;
  aliases: number;
  fatal: boolean;
}

/** Looks at what the parser lets pass: repeated keys, keys that could change a prototype, merge keys, unknown aliases. */
function walkTree(file: YamlFile): { readonly problems: readonly ConfigProblem[]; readonly fatal: boolean } {
  const walk: Walk = { file, problems: [], anchors: new Set(), aliases: 0, fatal: false };
  visit(walk, file.document.contents, []);
  return walk;
}

function visit(walk: Walk, node: unknown, path: ConfigPath): void {
  if (isAlias(node)) {
    walk.aliases += 1;
    if (!walk.anchors.has(node.source)) {
      report(walk, {
        path,
        offset: node.range?.[0],
        message: "is an alias (*name) of something that does not stand above it",
        fatal: true,
      });
    } else if (walk.aliases === maxAliases + 1) {
      report(walk, {
        path,
        offset: node.range?.[0],
        message: `is one alias too many: at most ${maxAliases} are read`,
        fatal: true,
      });
    }
    return;
  }
  if (isMap(node)) visitMap(walk, node, path);
  else if (isSeq(node)) node.items.forEach((item, index) => visit(walk, item, [...path, index]));
  // Only after its members: an anchor does not hold inside itself.
  if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) walk.anchors.add(node.anchor);
}

function visitMap(walk: Walk, map: YAMLMap, path: ConfigPath): void {
  const seen = new Set<string>();
  for (const pair of map.items) {
    const key = keyOf(pair);
    const offset = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
    if (key === undefined) continue;
    const here = [...path, key];
    const message = keyProblem(key, seen);
    if (message !== undefined) report(walk, { path: here, offset, message, fatal: false });
    seen.add(key);
    visit(walk, pair.value, here);
  }
}

function keyProblem(key: string, seen: ReadonlySet<string>): string | undefined {
  if (seen.has(key)) return "is written twice: keep one of the two";
  if (key === "__proto__") return "cannot be used as a name";
  return undefined;
}

interface Report {
  readonly path: ConfigPath;
  readonly offset: number | undefined;
  readonly message: string;
  readonly fatal: boolean;
}

function report(walk: Walk, { path, offset, message, fatal }: Report): void {
  walk.problems.push({ path: formatPath(path), ...positionOf(walk.file, offset ?? 0), message });
  walk.fatal ||= fatal;
}
