import type { Reading } from "../dialects/dialect.ts";
import { cleanText } from "../lib/clean-text.ts";
import { isoTime } from "../lib/iso-time.ts";
import type { CallRecord, Outcome, RecordedFinding } from "./call-record.ts";
import type { Price } from "./price-book.ts";
import type { Usage, UsageSource } from "./usage.ts";

/** The most characters that a ledger row keeps of each text; longer ones are cut. */
const maxModelLength = 256;
const maxFinishReasonLength = 64;
const maxFingerprintLength = 128;
const maxPersonLength = 256;
const maxRequestIdLength = 128;
const maxTags = 16;
const maxTagNameLength = 64;
const maxTagValueLength = 256;
/** The columns are 32-bit; no call uses as many tokens, so a larger count is noise and is left out. */
const maxCount = 2_147_483_647;
/** A row stays small, however much a guard saw. */
const maxFindings = 64;
/** Durations are kept to the microsecond. */
const perMillisecond = 1_000;

/** Everything that is known of a call when it has ended. Absent and undefined mean the same: not known. */
export interface CallParts {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly project: string;
  readonly keyId?: string | undefined;
  readonly route?: string | undefined;
  /** The provider asked last, and the model it was asked for; absent when the call was refused before. */
  readonly provider?: string | undefined;
  readonly targetModel?: string | undefined;
  readonly requestedModel?: string | undefined;
  readonly dialect: string;
  readonly operation: string;
  readonly stream: boolean;
  readonly outcome: Outcome;
  readonly status: number;
  readonly errorCode?: string | undefined;
  readonly attempts: number;
  readonly reading: Reading;
  readonly usageSource: UsageSource;
  readonly price?: Price | undefined;
  /** Milliseconds, with fractions. */
  readonly ttftMs?: number | undefined;
  readonly latencyMs: number;
  readonly overheadMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly endUser?: string | undefined;
  readonly session?: string | undefined;
  readonly providerRequestId?: string | undefined;
  readonly configHash: string;
  /** `support@7`. */
  readonly release?: string | undefined;
  /** `support-reply@3`. */
  readonly prompt?: string | undefined;
  readonly guardVerdict?: string | undefined;
  readonly findings?: readonly RecordedFinding[] | undefined;
}

/** A record while it is being built. */
type Draft = { -readonly [Key in keyof CallRecord]: CallRecord[Key] };

/**
 * The ledger row of a call: what is not known is left out, texts from outside are cut and cleaned, so that no caller
 * and no provider can make a row that the database refuses. Pure, and on the call path.
 */
export function buildCallRecord(parts: CallParts): CallRecord {
  const draft: Draft = {
    id: parts.id,
    started_at: isoTime(parts.startedAtMs),
    project: parts.project,
    dialect: parts.dialect,
    operation: parts.operation,
    stream: parts.stream,
    outcome: parts.outcome,
    status: parts.status,
    attempts: parts.attempts,
    usage_source: parts.usageSource,
    latency_ms: microseconds(parts.latencyMs),
    overhead_ms: microseconds(parts.overheadMs),
    request_bytes: parts.requestBytes,
    response_bytes: parts.responseBytes,
    config_hash: parts.configHash,
  };
  addTarget(draft, parts);
  addReading(draft, parts.reading);
  if (parts.reading.usage !== undefined) addUsage(draft, parts.reading.usage);
  if (parts.price?.kind === "priced") {
    draft.cost_nanodollars = parts.price.nanodollars;
    draft.price_source = parts.price.source;
    draft.price_version = parts.price.version;
  }
  addLabels(draft, parts);
  addDecisions(draft, parts);
  return draft;
}

/** What decided the answer. Nothing of it comes from the caller unchecked: releases and versions are looked up. */
function addDecisions(draft: Draft, parts: CallParts): void {
  if (parts.release !== undefined) draft.release = parts.release;
  if (parts.prompt !== undefined) draft.prompt = parts.prompt;
  if (parts.guardVerdict !== undefined) draft.guard_verdict = parts.guardVerdict;
  if (parts.findings !== undefined && parts.findings.length > 0) draft.findings = parts.findings.slice(0, maxFindings);
}

function addTarget(draft: Draft, parts: CallParts): void {
  if (parts.keyId !== undefined) draft.key_id = parts.keyId;
  if (parts.route !== undefined) draft.route = parts.route;
  if (parts.provider !== undefined) {
    draft.provider = parts.provider;
    draft.target = `${parts.provider}/${cleanText(parts.targetModel ?? "", maxModelLength)}`;
  }
  if (parts.requestedModel !== undefined) draft.requested_model = cleanText(parts.requestedModel, maxModelLength);
  if (parts.errorCode !== undefined) draft.error_code = parts.errorCode;
  if (parts.ttftMs !== undefined) draft.ttft_ms = microseconds(parts.ttftMs);
}

function addReading(draft: Draft, reading: Reading): void {
  if (reading.model !== undefined) draft.answering_model = cleanText(reading.model, maxModelLength);
  if (reading.systemFingerprint !== undefined) {
    draft.system_fingerprint = cleanText(reading.systemFingerprint, maxFingerprintLength);
  }
  if (reading.finishReason !== undefined) draft.finish_reason = cleanText(reading.finishReason, maxFinishReasonLength);
}

function addUsage(draft: Draft, usage: Usage): void {
  if (isCount(usage.inputTokens)) draft.input_tokens = usage.inputTokens;
  if (isCount(usage.cacheReadTokens)) draft.cache_read_tokens = usage.cacheReadTokens;
  if (isCount(usage.cacheWrite5mTokens)) draft.cache_write_5m_tokens = usage.cacheWrite5mTokens;
  if (isCount(usage.cacheWrite1hTokens)) draft.cache_write_1h_tokens = usage.cacheWrite1hTokens;
  if (isCount(usage.outputTokens)) draft.output_tokens = usage.outputTokens;
  if (isCount(usage.reasoningTokens)) draft.reasoning_tokens = usage.reasoningTokens;
  if (isCount(usage.inputAudioTokens)) draft.input_audio_tokens = usage.inputAudioTokens;
  if (isCount(usage.outputAudioTokens)) draft.output_audio_tokens = usage.outputAudioTokens;
  if (isCount(usage.toolUnits)) draft.tool_units = usage.toolUnits;
  if (isCount(usage.searchUnits)) draft.search_units = usage.searchUnits;
}

function addLabels(draft: Draft, parts: CallParts): void {
  if (parts.tags !== undefined) draft.tags = cleanTags(parts.tags);
  if (parts.endUser !== undefined) draft.end_user = cleanText(parts.endUser, maxPersonLength);
  if (parts.session !== undefined) draft.session = cleanText(parts.session, maxPersonLength);
  if (parts.providerRequestId !== undefined) {
    draft.provider_request_id = cleanText(parts.providerRequestId, maxRequestIdLength);
  }
}

/** Almost always the very object that came in. */
function cleanTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(tags);
  if (entries.length <= maxTags && entries.every(isCleanTag)) return tags;
  return Object.fromEntries(
    entries
      .slice(0, maxTags)
      .map(([name, value]) => [cleanText(name, maxTagNameLength), cleanText(value, maxTagValueLength)]),
  );
}

function isCleanTag([name, value]: readonly [string, string]): boolean {
  return cleanText(name, maxTagNameLength) === name && cleanText(value, maxTagValueLength) === value;
}

function isCount(count: number | null): count is number {
  return count !== null && Number.isInteger(count) && count >= 0 && count <= maxCount;
}

function microseconds(ms: number): number {
  return Math.round(ms * perMillisecond) / perMillisecond;
}
