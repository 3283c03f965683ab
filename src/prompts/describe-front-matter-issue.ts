import type { z } from "zod";
import type { ConfigPath, Finding } from "../config/config.ts";
import { valueAt } from "../config/value-at.ts";
import { nearestNames } from "../lib/nearest-names.ts";
import { knownKeysAt } from "./front-matter-schema.ts";

const maxQuotedLength = 60;
/** More than anybody reads of one mapping. */
const maxUnknownKeys = 50;

/** One zod issue of the front matter as findings: an unknown key is one each. `root` is the front matter's data. */
export function describeFrontMatterIssue(issue: z.core.$ZodIssue, root: unknown): readonly Finding[] {
  const path = issue.path.map((step) => (typeof step === "symbol" ? step.toString() : step));
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = knownKeysAt(path);
      return issue.keys.slice(0, maxUnknownKeys).map((key) => ({ path: [...path, key], ...unknownKey(key, known) }));
    }
    case "invalid_key":
      return [{ path, message: issue.issues[0]?.message ?? "is not a valid name" }];
    case "invalid_union":
      return [{ path, message: "must be plain data: text, numbers, true, false, lists and mappings" }];
    case "invalid_value":
      return [{ path, message: `must be ${orList(issue.values.map(String))}`, ...meant(root, path, issue.values) }];
    default:
      return [{ path, message: issue.message }];
  }
}

function unknownKey(key: string, known: readonly string[]): Omit<Finding, "path"> {
  const [near] = nearestNames(key.slice(0, maxQuotedLength), known, 1);
  return near === undefined
    ? { message: `is not known here; known are ${known.join(", ")}` }
    : { message: "is not known here", suggestion: `did you mean ${JSON.stringify(near)}?` };
}

function meant(root: unknown, path: ConfigPath, allowed: readonly unknown[]): { readonly suggestion?: string } {
  const written = valueAt(root, path);
  if (typeof written !== "string") return {};
  const [near] = nearestNames(written.slice(0, maxQuotedLength), allowed.map(String), 1);
  return near === undefined ? {} : { suggestion: `did you mean ${JSON.stringify(near)}?` };
}

function orList(values: readonly string[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
