import type { z } from "zod";
import { nearestNames } from "../lib/nearest-names.ts";
import type { ConfigPath, Finding } from "./config.ts";
import { kindNames } from "./provider-schema.ts";
import { keysOf, schemaAtPath, type SchemaNode } from "./schema-at-path.ts";
import { valueAt } from "./value-at.ts";

type Issue = z.core.$ZodIssue;

const maxQuotedLength = 60;
/** More than anybody reads of one mapping. */
const maxUnknownKeys = 200;

/** One zod issue as findings: an unknown key is one each. `root` is the file's data. */
export function describeIssue(issue: Issue, root: unknown): readonly Finding[] {
  const path = plainPath(issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownKeys(issue.keys, path, root);
    case "invalid_key":
      return [{ path, message: issue.issues[0]?.message ?? "is not a valid name" }];
    case "invalid_union":
      return [{ path, message: issue.message, ...meantKind(path, root) }];
    case "invalid_value":
      return [
        {
          path,
          message: `must be ${orList(issue.values.map(String))}`,
          ...meant(valueAt(root, path), issue.values),
        },
      ];
    default:
      return [{ path, message: issue.message }];
  }
}

/** Sentences for the issues whose schema brings none of its own; for `safeParse`'s `error` option. */
export function issueMessage(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? `is missing: it must be ${typeNames[issue.expected] ?? issue.expected}`
        : `must be ${typeNames[issue.expected] ?? issue.expected}, not ${nameType(issue.input)}`;
    case "too_small":
      return issue.origin === "array"
        ? `must have at least ${issue.minimum} entries`
        : `must be at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "array"
        ? `must have at most ${issue.maximum} entries`
        : `must be at most ${issue.maximum}`;
    default:
      return undefined;
  }
}

const typeNames: Readonly<Record<string, string>> = Object.freeze({
  object: "a mapping",
  record: "a mapping",
  array: "a list",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
});

function nameType(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeNames[typeof value] ?? "something else";
}

function unknownKeys(keys: readonly string[], path: ConfigPath, root: unknown): readonly Finding[] {
  const node = schemaAtPath(path, root);
  // A key inside a secret reference may be a secret that was pasted there: it is not shown.
  if (isSecret(node))
    return [{ path, message: "must be { env: NAME_OF_A_VARIABLE } or { file: PATH }, and nothing else" }];
  const known = keysOf(node);
  // That name is refused when the file is read, whatever the place.
  const others = keys.filter((key) => key !== "__proto__").slice(0, maxUnknownKeys);
  return others.map((key) => ({ path: [...path, key], ...unknownKey(key, known) }));
}

function unknownKey(key: string, known: readonly string[]): Omit<Finding, "path"> {
  if (key === "<<") {
    return {
      message: "is a merge key, which is not read: write the keys out, or use an alias (*name) for a whole value",
    };
  }
  const near = meant(key, known);
  return near.suggestion === undefined
    ? { message: `is not known here; known are ${known.join(", ")}` }
    : { message: "is not known here", ...near };
}

function isSecret(node: SchemaNode | undefined): boolean {
  const keys = keysOf(node);
  return node?.["title"] === "secret" || (keys.length === 2 && keys.includes("env") && keys.includes("file"));
}

/** The nearest of the allowed values, as a question. */
function meant(written: unknown, allowed: Iterable<unknown>): { readonly suggestion?: string } {
  if (typeof written !== "string" && typeof written !== "boolean") return {};
  const [nearest] = nearestNames(String(written).slice(0, maxQuotedLength), [...allowed].map(String), 1);
  return nearest === undefined ? {} : { suggestion: `did you mean ${JSON.stringify(nearest)}?` };
}

/** The only union whose members are told apart by a name is that of the providers. */
function meantKind(path: ConfigPath, root: unknown): { readonly suggestion?: string } {
  return path.at(-1) === "kind" ? meant(valueAt(root, path), kindNames) : {};
}

function orList(values: readonly string[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

/** Paths into YAML hold texts and numbers only. */
function plainPath(path: readonly PropertyKey[]): ConfigPath {
  return path.map((step) => (typeof step === "symbol" ? step.toString() : step));
}
