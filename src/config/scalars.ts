import { z } from "zod";
import { durationPattern, parseDuration, type Milliseconds } from "../lib/parse-duration.ts";
import { parseSize, sizePattern, type Bytes } from "../lib/parse-size.ts";
import type { SecretRef } from "../ports/secrets.ts";

/** Timers beyond this fire at once (they are held in 31 bits of milliseconds), so no wait may be longer. */
export const longestWait = "24d";

const maxNameLength = 128;
const maxTextLength = 4_096;

interface Bounds {
  readonly min: string;
  readonly max: string;
}

/** A duration such as `"30s"`, parsed to milliseconds. */
export function duration(bounds: Bounds) {
  return z
    .string({ error: "must be a duration with a unit, such as 500ms, 30s, 10m, 24h or 90d" })
    .regex(durationPattern, "must be a duration with a unit, such as 500ms, 30s, 10m, 24h or 90d")
    .meta({ title: "duration" })
    .transform((text, context): Milliseconds => {
      const value = parseDuration(text);
      if (value !== undefined && isWithin(value, bounds, parseDuration)) return value;
      context.addIssue({ code: "custom", message: `must be between ${bounds.min} and ${bounds.max}` });
      return z.NEVER;
    });
}

/** A size such as `"1MiB"`, parsed to bytes. */
export function size(bounds: Bounds) {
  return z
    .string({ error: "must be a size with a unit, such as 512B, 64KiB, 1MiB or 1GiB" })
    .regex(sizePattern, "must be a size with a unit, such as 512B, 64KiB, 1MiB or 1GiB")
    .meta({ title: "size" })
    .transform((text, context): Bytes => {
      const value = parseSize(text);
      if (value !== undefined && isWithin(value, bounds, parseSize)) return value;
      context.addIssue({ code: "custom", message: `must be between ${bounds.min} and ${bounds.max}` });
      return z.NEVER;
    });
}

function isWithin(value: number, bounds: Bounds, parse: (text: string) => number | undefined): boolean {
  return value >= (parse(bounds.min) ?? 0) && value <= (parse(bounds.max) ?? Infinity);
}

const secretMessage = "must be { env: NAME_OF_A_VARIABLE } or { file: PATH }";

/** Where a secret stands. The message for anything else never quotes it: it may be the secret itself. */
export const secretRef = z
  .union(
    [
      z.strictObject({
        env: z
          .string({ error: "must be the name of an environment variable" })
          .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "must be the name of an environment variable")
          .describe("Name of the environment variable (on Workers: of the secret binding) that holds the secret."),
      }),
      z.strictObject({
        file: z
          .string({ error: "must be the path of a file" })
          .min(1, "must be the path of a file")
          .max(maxTextLength, "is too long for a path")
          .describe("Path of a file that holds the secret and nothing else."),
      }),
    ],
    {
      error: (issue) =>
        typeof issue.input === "string"
          ? `is a secret and must not stand in this file: it ${secretMessage}. If a real key was written here, replace it at the provider`
          : secretMessage,
    },
  )
  .meta({ title: "secret" }) satisfies z.ZodType<SecretRef>;

/** The id of a provider: it stands before the slash of a target. */
export const providerId = z
  .string()
  .max(maxNameLength, "is too long for a provider's name")
  .regex(
    /^[a-z][a-z0-9_-]*$/,
    "is not a provider's name: use lower-case letters, digits, - and _, beginning with a letter",
  );

/** The name of a route: it must not look like `provider/model`. */
export const routeName = z
  .string()
  .max(maxNameLength, "is too long for a route's name")
  .regex(
    /^[A-Za-z][A-Za-z0-9._:-]*$/,
    "is not a route's name: use letters, digits, . _ : and -, beginning with a letter, and no slash",
  );

/** The name of a guard policy, or of a forbidden pattern. */
export const policyName = z
  .string()
  .max(maxNameLength, "is too long for a name")
  .regex(/^[a-z][a-z0-9_-]*$/, "is not a name: use lower-case letters, digits, - and _, beginning with a letter");

/** `provider/model`; the model may hold slashes of its own. */
export const target = z
  .string({ error: "must be a target: provider/model, such as openai/gpt-5-mini" })
  .max(maxTextLength, "is too long for a target")
  .regex(/^[^/\s]+\/\S+$/, "must be a target: provider/model, such as openai/gpt-5-mini");

export const text = z.string().min(1, "must not be empty").max(maxTextLength, "is too long");

/** Name of an HTTP header (RFC 9110, section 5.1), lower-cased. */
export const headerName = z
  .string()
  .max(maxNameLength, "is too long for a header's name")
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "is not a header's name")
  .toLowerCase();

/** A calendar day, UTC. */
export const day = z
  .string({ error: "must be a day, such as 2026-01-31" })
  .regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day, such as 2026-01-31")
  .refine(isCalendarDay, { error: "is not a day of the calendar" })
  .meta({ title: "day" });

/** Engines turn 30 February into 2 March: a day that exists comes back as it was written. */
function isCalendarDay(written: string): boolean {
  const instant = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(written);
}
