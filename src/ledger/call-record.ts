import type { PriceOverride } from "./price-overrides.ts";
import type { UsageSource } from "./usage.ts";

/** How a call ended. */
export const outcomes = ["answered", "declined", "refused", "client-closed", "timed-out", "broke"] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * One ledger row. Keys are the column names of table `calls`, because a record goes from the spool into the database as
 * the JSON it was encoded to, without being read in between. A key that is absent is SQL NULL.
 */
export interface CallRecord {
  /** UUID version 7. */
  readonly id: string;
  /** ISO 8601 with milliseconds, UTC. The partition key. */
  readonly started_at: string;
  readonly project: string;
  readonly key_id?: string;
  /** The route's name; absent when the caller named a provider or a bare model. */
  readonly route?: string;
  /** `provider/model` that was asked last; absent when the call was refused before a target was known. */
  readonly target?: string;
  readonly provider?: string;
  /** The model as the caller wrote it. */
  readonly requested_model?: string;
  /** The model as the provider names it in its answer. */
  readonly answering_model?: string;
  readonly system_fingerprint?: string;
  readonly dialect: string;
  /** `chat.completions`, `responses`, `embeddings`, `messages`, `generateContent`, `passthrough`, … */
  readonly operation: string;
  readonly stream: boolean;
  readonly outcome: Outcome;
  /** The HTTP status that the caller got; 499 when the caller left before one. */
  readonly status: number;
  readonly error_code?: string;
  readonly finish_reason?: string;
  readonly attempts: number;
  readonly input_tokens?: number;
  readonly cache_read_tokens?: number;
  readonly cache_write_5m_tokens?: number;
  readonly cache_write_1h_tokens?: number;
  readonly output_tokens?: number;
  readonly reasoning_tokens?: number;
  readonly input_audio_tokens?: number;
  readonly output_audio_tokens?: number;
  readonly tool_units?: number;
  readonly search_units?: number;
  readonly usage_source: UsageSource;
  /** US dollars × 10⁹, a whole number. Absent when the price is not known. */
  readonly cost_nanodollars?: number;
  /** `genai-prices`, `config`, or `provider`; absent when the price is not known. */
  readonly price_source?: string;
  readonly price_version?: string;
  readonly ttft_ms?: number;
  readonly latency_ms: number;
  readonly overhead_ms: number;
  readonly request_bytes: number;
  readonly response_bytes: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly end_user?: string;
  readonly session?: string;
  readonly provider_request_id?: string;
  /** Hash of the configuration that decided this call. */
  readonly config_hash: string;
  /** The release that answered: `support@7`. */
  readonly release?: string;
  /** The prompt version that was rendered: `support-reply@3`. */
  readonly prompt?: string;
  /** `pass`, `flag`, `redact` or `block`; absent when no guard looked. */
  readonly guard_verdict?: string;
  readonly findings?: readonly RecordedFinding[];
}

/** What a guard saw, as the ledger keeps it: where it was and never what it was. */
export interface RecordedFinding {
  readonly detector: string;
  readonly kind: string;
  /** 0 to 1; higher is worse. */
  readonly score: number;
  /** JSON pointer of the text in the request; empty for a text that stood alone. */
  readonly pointer: string;
  /** UTF-16 offsets in that text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Captured bodies of one call, already redacted, in their own table. Text, or base64 when the bytes are not UTF-8. */
export interface CallBodies {
  readonly request?: string;
  readonly request_encoding?: "utf8" | "base64";
  readonly request_truncated?: boolean;
  readonly response?: string;
  readonly response_encoding?: "utf8" | "base64";
  readonly response_truncated?: boolean;
}

/** Text of a call whose provider reported no usage; counted off the call path, before the row is written. */
export interface CountRequest {
  readonly model: string;
  /** The price book's id of the provider, when it has one. */
  readonly priceId: string | undefined;
  /** The operator's own prices for this provider, as they stood when the call was made. */
  readonly overrides: readonly PriceOverride[];
  /** JSON-escaped fragments of the text the caller sent, joined; undefined: input is known. */
  readonly input: string | undefined;
  /** JSON-escaped fragments of the text that was sent to the caller, joined; undefined: output is known. */
  readonly output: string | undefined;
}

/** What the gateway hands to its recorder for one call. */
export interface LedgerEntry {
  readonly call: CallRecord;
  readonly bodies?: CallBodies;
  readonly count?: CountRequest;
}
