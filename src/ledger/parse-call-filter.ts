import { z } from "zod";
import { HoldfastError } from "../errors.ts";
import { cleanText } from "../lib/clean-text.ts";
import { isoTime } from "../lib/iso-time.ts";
import { readMoment } from "../lib/read-moment.ts";
import type { CallFilter } from "../ports/store.ts";
import { outcomes } from "./call-record.ts";

const maxTextLength = 256;
const maxTags = 16;
const dollarsPattern = /^(\d{1,6})(?:\.(\d{1,9}))?$/;
const nanoDigits = 9;

/** Text that a column can be compared with; Postgres refuses NUL and half surrogate pairs. */
const text = z
  .string()
  .min(1)
  .max(maxTextLength)
  .refine((value) => cleanText(value, maxTextLength) === value, { error: "holds characters that no ledger text has" });

/** What calls are asked for by. All that is given must match. */
export const callQuerySchema = z.strictObject({
  project: text.optional().describe("Project. A key without the scope admin sees its own only."),
  route: text.optional().describe("Route's name."),
  model: text.optional().describe("Model, as it was asked for or as it answered; a trailing `*` matches a prefix."),
  provider: text.optional().describe("Provider's id."),
  status: z
    .string()
    .regex(/^[1-5](?:\d\d|xx)$/, { error: "must look like 429 or 4xx" })
    .optional()
    .describe("HTTP status, `429`, or a class of them, `4xx`."),
  outcome: z.enum(outcomes).optional().describe("How the call ended."),
  error_code: text.optional().describe("Error code, such as `upstream-timeout`."),
  tag: z.array(text).max(maxTags).optional().describe("`name=value`; may be given several times, then all must match."),
  user: text.optional().describe("End user, as the caller named them."),
  session: text.optional().describe("Session, as the caller named it."),
  release: text.optional().describe("Release that answered, such as `support@7`."),
  prompt: text.optional().describe("Prompt version that was rendered, such as `support-reply@3`."),
  min_cost: z
    .string()
    .regex(dollarsPattern, { error: "must be US dollars, such as 0.05" })
    .optional()
    .describe("Least cost in US dollars, such as `0.05`. Calls whose price is unknown do not match."),
  min_latency: z.coerce.number().min(0).max(1e9).optional().describe("Least latency in milliseconds."),
  since: z
    .string()
    .max(64)
    .optional()
    .describe("Started at or after: a length of time ago (`1h`) or ISO 8601 (UTC without an offset)."),
  until: z
    .string()
    .max(64)
    .optional()
    .describe("Started before: a length of time ago (`5m`) or ISO 8601 (UTC without an offset)."),
});

export type CallQuery = Readonly<z.output<typeof callQuerySchema>>;

/** The ledger's filter for a query that `callQuerySchema` took. Refuses with `request-invalid` and names the field. */
export function parseCallFilter(query: CallQuery, nowMs: number): CallFilter {
  return withoutUndefined({
    project: query.project,
    route: query.route,
    model: query.model,
    provider: query.provider,
    status: query.status,
    outcome: query.outcome,
    errorCode: query.error_code,
    tags: query.tag === undefined || query.tag.length === 0 ? undefined : readTags(query.tag),
    endUser: query.user,
    session: query.session,
    release: query.release,
    prompt: query.prompt,
    minCostNanodollars: query.min_cost === undefined ? undefined : readDollars(query.min_cost),
    minLatencyMs: query.min_latency,
    since: query.since === undefined ? undefined : readPast("since", query.since, nowMs),
    until: query.until === undefined ? undefined : readPast("until", query.until, nowMs),
  });
}

type Loose = { readonly [Key in keyof CallFilter]: CallFilter[Key] | undefined };

function withoutUndefined(loose: Loose): CallFilter {
  const given = Object.entries(loose).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

function readTags(pairs: readonly string[]): Readonly<Record<string, string>> {
  const tags = new Map<string, string>();
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, equals).trim();
    if (equals <= 0 || name === "") refuse("tag", '"tag" is written name=value, such as team=support.');
    const value = pair.slice(equals + 1).trim();
    if (tags.has(name) && tags.get(name) !== value)
      refuse("tag", "One tag cannot have two values; give each name once.");
    tags.set(name, value);
  }
  return Object.fromEntries(tags);
}

/** Digits, not arithmetic: a product of fractions would not be whole. */
function readDollars(dollars: string): number {
  const [, whole = "0", fraction = ""] = dollarsPattern.exec(dollars) ?? [];
  return Number(whole + fraction.padEnd(nanoDigits, "0"));
}

function readPast(param: "since" | "until", value: string, nowMs: number): string {
  const atMs = readMoment(value, nowMs, "past");
  if (atMs !== undefined) return isoTime(atMs);
  return refuse(param, `"${param}" is a length of time such as 1h or 7d, or a moment such as 2026-01-31T12:00:00Z.`);
}

function refuse(param: string, message: string): never {
  throw new HoldfastError("request-invalid", { message, param });
}
