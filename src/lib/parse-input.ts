import type { z } from "zod";
import { HoldfastError } from "../errors.ts";
import { nearestNames } from "./nearest-names.ts";

const maxProblems = 8;
const maxShownLength = 64;

/**
 * What a schema makes of a value from outside. Refuses with `request-invalid`: the message names every problem (the first
 * few of them) and where it is, and `param` is the first field at fault. Values are not quoted: they may be secret.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, maxProblems).map((issue) => describe(issue, schema));
  throw new HoldfastError("request-invalid", {
    message: problems.map(({ text }) => text).join(" "),
    param: problems[0]?.field ?? "",
  });
}

interface Problem {
  readonly field: string;
  readonly text: string;
}

function describe(issue: z.core.$ZodIssue, schema: z.ZodType): Problem {
  if (issue.code === "unrecognized_keys") return unknownField(issue.keys[0] ?? "", schema);
  const field = issue.path.map(String).join(".");
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  const why = missing ? "is missing" : sentenceEnd(issue.message);
  return { field, text: field === "" ? `It ${why}.` : `"${field}" ${why}.` };
}

function unknownField(name: string, schema: z.ZodType): Problem {
  const known = "shape" in schema && typeof schema.shape === "object" ? Object.keys(schema.shape ?? {}) : [];
  const shown = name.slice(0, maxShownLength);
  const [near] = nearestNames(shown, known, 1);
  const hint = near === undefined ? `known are ${known.join(", ")}` : `did you mean "${near}"?`;
  return { field: shown, text: `There is no "${shown}"; ${hint}${hint.endsWith("?") ? "" : "."}` };
}

/** The schema library's messages as the ends of sentences that begin with the field; our own are written so already. */
function sentenceEnd(message: string): string {
  return message
    .replace(/^Invalid input: expected (\w+), received (\w+)$/, "must be $1, not $2")
    .replace(/^Invalid (?:input|option): expected /, "must be ")
    .replace(/^Too (?:small|big): expected \w+ to /, "must ");
}
