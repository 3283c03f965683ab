import { z } from "zod";
import type { CallRecord } from "./call-record.ts";
import { outcomes } from "./call-record.ts";

const optionalCount = z.int().nonnegative().optional();
const optionalText = z.string().optional();
const milliseconds = z.number().nonnegative();

/** What a guard saw: where it was and never what it was. */
const findingViewSchema = z
  .object({
    detector: z.string(),
    kind: z.string(),
    score: z.number().describe("0 to 1; higher is worse."),
    pointer: z.string().describe("JSON pointer of the text in the request."),
    start: z.int().nonnegative().describe("UTF-16 offset in that text."),
    end: z.int().nonnegative().describe("UTF-16 offset in that text, exclusive."),
  })
  .readonly()
  .meta({ id: "CallFinding" });

/** A ledger row as every door shows it. What is not known is absent; only the cost, which must not be overlooked, is null. */
export const callViewSchema = z
  .object({
    id: z.string().describe("UUID version 7; also in the answer's `holdfast-call-id` header."),
    started_at: z.string().describe("ISO 8601 with milliseconds, UTC."),
    project: z.string(),
    key_id: optionalText,
    route: optionalText,
    target: optionalText.describe("`provider/model` that was asked last."),
    provider: optionalText,
    requested_model: optionalText.describe("The model as the caller wrote it."),
    answering_model: optionalText.describe("The model as the provider names it in its answer."),
    system_fingerprint: optionalText,
    dialect: z.string(),
    operation: z.string(),
    stream: z.boolean(),
    outcome: z.enum(outcomes),
    status: z.int().describe("The HTTP status that the caller got; 499 when the caller left before one."),
    error_code: optionalText,
    finish_reason: optionalText,
    attempts: z.int().nonnegative(),
    input_tokens: optionalCount.describe("Cached reads and cache writes among them."),
    cache_read_tokens: optionalCount,
    cache_write_5m_tokens: optionalCount,
    cache_write_1h_tokens: optionalCount,
    output_tokens: optionalCount.describe("Reasoning among them."),
    reasoning_tokens: optionalCount,
    input_audio_tokens: optionalCount,
    output_audio_tokens: optionalCount,
    tool_units: optionalCount,
    search_units: optionalCount,
    usage_source: z
      .enum(["provider", "counted", "estimated", "none"])
      .describe("Who says the numbers: the provider, a tokenizer, a rule of thumb, or nobody."),
    cost_nanodollars: z.int().nullable().describe("US dollars × 10⁹; null: the price is not known."),
    price_source: optionalText,
    price_version: optionalText,
    ttft_ms: milliseconds.optional().describe("Time to the first token."),
    latency_ms: milliseconds,
    overhead_ms: milliseconds.describe("The gateway's own share of the latency."),
    request_bytes: z.int().nonnegative(),
    response_bytes: z.int().nonnegative(),
    tags: z.record(z.string(), z.string()).optional(),
    end_user: optionalText,
    session: optionalText,
    provider_request_id: optionalText,
    config_hash: z.string().describe("The configuration that decided this call."),
    release: optionalText.describe("The release that answered: `support@7`."),
    prompt: optionalText.describe("The prompt version that was rendered: `support-reply@3`."),
    guard_verdict: optionalText.describe("`pass`, `flag`, `redact` or `block`; absent: no guard looked."),
    findings: z.array(findingViewSchema).readonly().optional(),
  })
  .meta({ id: "Call" });

export type CallView = Readonly<z.output<typeof callViewSchema>>;

const encoding = z.enum(["utf8", "base64"]).optional();

export const callBodiesSchema = z
  .object({
    request: optionalText,
    request_encoding: encoding,
    request_truncated: z.boolean().optional(),
    response: optionalText,
    response_encoding: encoding,
    response_truncated: z.boolean().optional(),
  })
  .meta({ id: "CallBodies", description: "Captured bodies, redacted; base64 when the bytes are not UTF-8." });

/** One call with what was captured of it. */
export const callDetailSchema = z
  .object({ call: callViewSchema, bodies: callBodiesSchema.nullable().describe("null: nothing was captured.") })
  .meta({ id: "CallDetail" });

export interface CallDetail {
  readonly call: CallView;
  readonly bodies: Readonly<z.output<typeof callBodiesSchema>> | null;
}

export const callPageSchema = z
  .object({
    calls: z.array(callViewSchema).describe("Newest first."),
    next: z.string().nullable().describe("Send it as `after` to get the next, older page; null: this was the last."),
  })
  .meta({ id: "CallPage" });

export interface CallPageView {
  readonly calls: readonly CallView[];
  readonly next: string | null;
}

/** Shows a ledger row. */
export function viewCall(call: CallRecord): CallView {
  return { ...call, cost_nanodollars: call.cost_nanodollars ?? null };
}
