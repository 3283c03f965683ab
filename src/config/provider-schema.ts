import { z } from "zod";
import { credentialHeaders, gatewayHeaders } from "./credential-headers.ts";
import { describeBadUrl } from "./describe-bad-url.ts";
import { duration, headerName, longestWait, secretRef, text } from "./scalars.ts";

/** Every value of `kind`. */
export const kindNames: readonly string[] = Object.freeze([
  "openai",
  "anthropic",
  "gemini",
  "azure-openai",
  "openai-compatible",
  "echo",
]);

const kindList = `${kindNames.slice(0, -1).join(", ")} or ${kindNames.at(-1)}`;
const maxForwardHeaders = 64;
const wait = { min: "1ms", max: longestWait };

const baseUrl = z
  .string({ error: "must be a URL, such as https://api.openai.com/v1" })
  .max(2_048, "is too long for a URL")
  .superRefine((value, context) => {
    const message = describeBadUrl(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  })
  .meta({ title: "URL" });

/** A header name, or the beginning of one and a `*`; one that would let credentials or connection headers through is refused. */
const forwardedHeader = headerName
  .refine((pattern) => !pattern.slice(0, -1).includes("*"), { error: "may hold a * only at its end" })
  .superRefine((pattern, context) => {
    const caught = [...credentialHeaders, ...gatewayHeaders].find((name) => matches(pattern, name));
    if (caught === undefined) return;
    context.addIssue({
      code: "custom",
      message: `would forward ${caught}, which never crosses the gateway: name the wanted headers more closely`,
    });
  });

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

const headerValue = z
  .string({ error: "must be text, or { env: NAME } or { file: PATH }" })
  .max(8_192, "is too long for a header")
  // oxlint-disable-next-line no-control-regex -- control characters are what must not get into a header
  .regex(/^[^\u0000-\u0008\u000a-\u001f\u007f]*$/, "must not hold line breaks or control characters");

const commonOptions = {
  credentials: z
    .enum(["gateway", "caller"])
    .prefault("gateway")
    .describe(
      "Whose credential the provider gets. `gateway`: this provider's apiKey. `caller`: the provider key that the caller sends along, forwarded to this provider's host and to no other.",
    ),
  forwardHeaders: z
    .array(forwardedHeader)
    .max(maxForwardHeaders)
    .prefault([])
    .describe(
      "Request headers of the caller that are forwarded besides the usual ones. A trailing `*` matches a prefix. Credential and connection headers are never forwarded.",
    ),
  headers: z
    .record(
      headerName,
      z.union([headerValue, secretRef], { error: "must be text, or { env: NAME } or { file: PATH }" }),
    )
    .prefault({})
    .describe("Headers added to every request to this provider: fixed text, or a secret reference."),
  prices: text
    .optional()
    .describe(
      "The id under which the price book knows this provider, such as `groq`. Without it the provider's kind and base URL decide.",
    ),
  timeouts: z
    .strictObject({
      connect: duration(wait).optional().describe("Longest wait for a connection. Default: `limits.connect`."),
      firstByte: duration(wait)
        .optional()
        .describe("Longest wait from the request to the head of the answer. Default: `limits.firstByte`."),
      idle: duration(wait).optional().describe("Longest silence inside an answer. Default: `limits.idle`."),
    })
    .prefault({})
    .describe("Waits at this provider, where they differ from `limits`."),
  usage: z
    .strictObject({
      reasoningBesideOutput: z
        .boolean()
        .optional()
        .describe("`true`: the provider leaves reasoning tokens out of its count of output tokens."),
      streamOptions: z
        .boolean()
        .optional()
        .describe("`false`: the provider refuses `stream_options`, so the gateway never adds it to ask for usage."),
    })
    .prefault({})
    .describe("How this provider reports usage, where it differs from what is known of it."),
  allowInsecure: z
    .boolean()
    .prefault(false)
    .describe(
      "`true`: an `http://` base URL may name a host that is not this machine. Keys and bodies then travel unencrypted.",
    ),
};

/** The options of a provider whose base URL and credential are known from its kind. */
function known(url: string, variable: string) {
  return {
    baseUrl: baseUrl.prefault(url).describe("Scheme, host and path before the API's own paths."),
    apiKey: secretRef
      .prefault({ env: variable })
      .describe("The gateway's own credential at this provider, by reference."),
    ...commonOptions,
  };
}

/** The options of a provider of which nothing is known. */
const unknownHost = {
  baseUrl: baseUrl.describe(
    "Scheme, host and path before the API's own paths, such as https://api.groq.com/openai/v1.",
  ),
  apiKey: secretRef.optional().describe("The gateway's own credential at this provider, by reference."),
  ...commonOptions,
};

/** One provider, by its kind. */
export const providerSchema = z.discriminatedUnion(
  "kind",
  [
    z
      .strictObject({
        kind: z.literal("openai").describe("OpenAI's own API."),
        ...known("https://api.openai.com/v1", "OPENAI_API_KEY"),
      })
      .describe("OpenAI."),
    z
      .strictObject({
        kind: z.literal("anthropic").describe("Anthropic's own API."),
        ...known("https://api.anthropic.com", "ANTHROPIC_API_KEY"),
      })
      .describe("Anthropic."),
    z
      .strictObject({
        kind: z.literal("gemini").describe("Google's Gemini API."),
        ...known("https://generativelanguage.googleapis.com", "GEMINI_API_KEY"),
      })
      .describe("Google Gemini."),
    z
      .strictObject({
        kind: z.literal("azure-openai").describe("OpenAI models at Azure; the key goes into the `api-key` header."),
        ...unknownHost,
      })
      .describe("Azure OpenAI."),
    z
      .strictObject({
        kind: z.literal("openai-compatible").describe("Any service that speaks OpenAI's API."),
        ...unknownHost,
      })
      .describe("Any service that speaks OpenAI's API."),
    z
      .strictObject({ kind: z.literal("echo").describe("Answers by itself in every dialect, without a network.") })
      .describe("A built-in provider for trying things out."),
  ],
  { error: (issue) => (issue.code === "invalid_union" ? describeBadKind(issue.input) : undefined) },
);

function describeBadKind(provider: unknown): string {
  const written = typeof provider === "object" && provider !== null && "kind" in provider;
  return written ? `must be ${kindList}` : `is missing: say what the provider is, one of ${kindList}`;
}
