import { z } from "zod";
import { costOfPattern, maxPatternLength } from "../lib/cost-of-pattern.ts";
import { problemOfJsonSchema } from "../lib/problem-of-json-schema.ts";
import type { Milliseconds } from "../lib/parse-duration.ts";
import type { Bytes } from "../lib/parse-size.ts";
import { describeBadUrl } from "./describe-bad-url.ts";
import { duration, policyName, secretRef, size, target, text } from "./scalars.ts";

/** The policy of routes that name none, and the name that stands for no policy. */
export const standardPolicy = "default";
export const noPolicy = "off";

/** Bounds on what each call goes through. */
export const maxPolicies = 200;
const maxPatterns = 100;
const maxToolNames = 500;
const maxHosts = 500;
const maxDepth = 1_000;
const maxUrlLength = 2_048;

/** What is done about a finding, mildest first. */
export const guardActions = ["pass", "flag", "redact", "block"] as const;

export const piiClasses = ["card", "iban", "email", "phone", "national-id"] as const;

const score = z.number().min(0).max(1);

function action(otherwise: (typeof guardActions)[number], says: string) {
  return z.enum(guardActions).prefault(otherwise).describe(says);
}

const thresholds = z
  .strictObject({
    operator: score.prefault(1).describe("For what the operator wrote: system prompts."),
    user: score.prefault(0.5).describe("For what the user wrote."),
    tool: score.prefault(0.5).describe("For tool results, documents and descriptions of tools."),
  })
  .prefault({})
  .describe("The score, from 0 to 1, from which a sign of injection counts. 1: only what is certain.");

const actions = z
  .strictObject({
    "direct-injection": action("block", "A user's text that tells the model to drop its instructions."),
    jailbreak: action("block", "A text that talks the model out of its rules."),
    "indirect-injection": action("block", "A tool result or document that gives the model orders."),
    "prompt-extraction": action("block", "A text that asks for the system prompt."),
    structure: action("block", "Forged turns: chat-template tokens, role markers, made-up tool calls."),
    exfiltration: action("block", "A link or image that would carry data away when it is shown or opened."),
    pii: action("flag", "Personal data of the classes under `pii`."),
    secret: action("redact", "Keys, tokens, passwords."),
    "canary-leak": action("block", "The canary of the system prompt in an answer."),
    "tool-call": action("block", "A call of a tool that `tools` does not allow."),
    schema: action("block", "An answer that does not have the form of `output.schema`."),
    pattern: action("block", "A match of one of the forbidden `patterns`."),
    refusal: action("pass", "An answer in which the model refuses. Only a signal."),
  })
  .prefault({})
  .describe("What is done about each kind of finding. `redact` acts as `block` where there is nothing to cut out.");

const pattern = z.strictObject({
  name: policyName.describe("Stands in findings instead of the text that matched."),
  expression: z
    .string()
    .min(1, "must not be empty")
    .max(maxPatternLength, "is too long")
    .superRefine((source, context) => {
      const cost = costOfPattern(source);
      if (!cost.ok) context.addIssue({ code: "custom", message: cost.reason });
    })
    .describe("Regular expression with bounded repetitions only, such as `project .{0,20}orion`. Case does not count."),
});

function patterns(says: string) {
  return z.array(pattern).max(maxPatterns).prefault([]).describe(says);
}

const jsonSchema = z.record(z.string(), z.unknown()).superRefine((schema, context) => {
  const problem = problemOfJsonSchema(schema);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});

/** A whole name, or a prefix that ends in `*`. */
const toolName = text.refine((name) => !name.slice(0, -1).includes("*"), { error: "may hold a * only at its end" });

/** `api.example.com`, or `*.example.com` for every name below it. */
const hostName = text
  .regex(/^(?:\*\.)?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}$/, "must be a host, such as api.example.com")
  .toLowerCase();

const tools = z
  .strictObject({
    allow: z
      .array(toolName)
      .max(maxToolNames)
      .optional()
      .describe(
        "Tools that the model may call; a trailing `*` matches a prefix. Without it: all that the call offers.",
      ),
    arguments: z
      .record(text, jsonSchema)
      .refine((schemas) => Object.keys(schemas).length <= maxToolNames, { error: `must have at most ${maxToolNames}` })
      .prefault({})
      .describe("JSON Schema that a tool's arguments must satisfy, by the tool's name."),
    hosts: z
      .array(hostName)
      .max(maxHosts)
      .optional()
      .describe("Hosts that URLs in arguments may point to; `*.example.com` matches all below it. Without it: all."),
    flaggedArguments: z
      .enum(["refuse", "allow"])
      .prefault("refuse")
      .describe("Whether arguments may be copied from a tool result or document in which a guard found something."),
    maxDepth: z
      .int()
      .min(1)
      .max(maxDepth)
      .prefault(32)
      .describe("Most rounds of tool calls since the user last spoke."),
  })
  .prefault({})
  .describe("Which tool calls a model's answer may make.");

const output = z
  .strictObject({
    patterns: patterns("What an answer must not hold."),
    schema: jsonSchema.optional().describe("JSON Schema that the text of a plain answer must satisfy."),
  })
  .prefault({})
  .describe("Rules for answers only.");

function windowOf<Size extends z.ZodType<Bytes>, Wait extends z.ZodType<Milliseconds>>(bytes: Size, wait: Wait) {
  return z
    .strictObject({
      bytes: bytes.describe(
        "How much of a streamed answer is gathered before it is screened, a character counted as a byte.",
      ),
      wait: wait.describe("Longest time that it is gathered."),
    })
    .describe("How streamed answers are held back while they are screened.");
}

/** Never quoted in a problem: people put keys into URLs. */
const url = z
  .string({ error: "must be a URL, such as https://guard.example.com/v1/classify" })
  .max(maxUrlLength, "is too long for a URL")
  .superRefine((value, context) => {
    const message = describeBadUrl(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  })
  .meta({ title: "URL" });

function classifierOf<Timeout extends z.ZodType<Milliseconds>>(timeout: Timeout) {
  return z
    .strictObject({
      url: url.optional().describe("Endpoint that is asked by POST. Redirects are not followed."),
      apiKey: secretRef.optional().describe("Sent to `url` as a bearer token."),
      judge: target.optional().describe("Model that is asked through Holdfast itself: provider/model."),
      allowInsecure: z
        .boolean()
        .prefault(false)
        .describe(
          "`true`: an `http://` URL may name a host that is not this machine. Texts and the key then travel unencrypted.",
        ),
      sampleRate: score.prefault(1).describe("Share of calls that are sent, from 0 to 1."),
      timeout: timeout.describe("Longest wait for its verdict; after it the guard counts as broken."),
    })
    .refine((asked) => (asked.url === undefined) !== (asked.judge === undefined), {
      error: "must have either url or judge, and not both",
    })
    .optional()
    .describe("An external classifier that is asked besides the built-in one.");
}

function policyOf<Window extends z.ZodType, Classifier extends z.ZodType>(window: Window, classifier: Classifier) {
  return z.strictObject({
    mode: z
      .enum(["enforce", "shadow", "observe"])
      .prefault("enforce")
      .describe(
        "`enforce` acts. `shadow` decides and logs what it would have done. `observe` only records findings, and never delays an answer.",
      ),
    onBreak: z
      .enum(["block", "pass"])
      .prefault("block")
      .describe("What happens when a guard throws, runs out of time or is missing."),
    thresholds,
    actions,
    pii: z
      .array(z.enum(piiClasses))
      .max(piiClasses.length)
      .prefault(["card", "iban", "national-id"])
      .describe("Classes of personal data that are looked for: card, iban, email, phone, national-id."),
    secrets: z.boolean().prefault(true).describe("Whether keys, tokens and passwords are looked for."),
    patterns: patterns("What neither a request nor an answer may hold."),
    tools,
    spotlight: z
      .enum(["off", "delimit", "datamark", "encode"])
      .prefault("off")
      .describe("How tool results and documents are marked as data before the model sees them."),
    passthrough: z
      .enum(["refuse", "allow"])
      .prefault("refuse")
      .describe(
        "Requests and answers that no guard can read (files, batches, audio), and answers that are fetched later, where the mode is `enforce`: `refuse` them, or `allow` them unscreened.",
      ),
    canary: z
      .boolean()
      .prefault(false)
      .describe("Whether a secret word is put into the system prompt, and answers that hold it are stopped."),
    output,
    window,
    classifier,
  });
}

const waitBounds = { min: "1ms", max: "10s" };

/** A policy as `holdfast.yaml` has it. */
export const guardPolicySchema = policyOf(
  windowOf(size({ min: "64B", max: "64KiB" }).prefault("1KiB"), duration(waitBounds).prefault("200ms")).prefault({}),
  classifierOf(duration(waitBounds).prefault("500ms")),
);

const storedBytes = z.custom<Bytes>((value) => Number.isSafeInteger(value));
const storedWait = z.custom<Milliseconds>((value) => Number.isSafeInteger(value));

/** A policy as releases keep it: complete, sizes in bytes and durations in milliseconds. */
export const storedGuardPolicySchema = policyOf(windowOf(storedBytes, storedWait), classifierOf(storedWait));

export const guardsSchema = z
  .record(policyName, guardPolicySchema)
  .refine((policies) => Object.keys(policies).length <= maxPolicies, {
    error: `must have at most ${maxPolicies} entries`,
  })
  .prefault({})
  .describe(
    "Guard policies by name. Routes name theirs. One that is called `default` holds for all that names none: other routes, and calls by provider/model. Without any, nothing is screened.",
  );
