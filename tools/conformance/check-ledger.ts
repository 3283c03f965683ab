import type { CallRecord, LedgerEntry } from "../../src/ledger/call-record.ts";
import { expectedCost } from "./expected-cost.ts";
import type { ExpectedCost } from "./expected-cost.ts";
import { expectedUsage } from "./expected-usage.ts";
import type { ExpectedUsage } from "./expected-usage.ts";
import { differs } from "./mismatch.ts";
import type { Mismatch } from "./mismatch.ts";
import type { Placed } from "./place-exchange.ts";
import { readAnswer } from "./read-answer.ts";
import type { AnswerFacts } from "./read-answer.ts";
import { at, recordedBody } from "./recorded-exchange.ts";

export interface LedgerFinding {
  readonly mismatches: readonly Mismatch[];
  /** Why the call has no cost; undefined: it has one. */
  readonly unpriced: string | undefined;
  /** What could not be held against anything, and why. */
  readonly excused: string | undefined;
}

/** How far a price may be off, in nano-dollars: both sides round. */
const tolerance = 1;
/** The ledger cuts names that are longer. */
const maxModelLength = 256;

const nothingMade: ExpectedCost = { kind: "none", why: "only a POST makes an answer" };

/** What is wrong with the ledger's rows for one call, whose answer was `bytes`. */
export function checkLedger(placed: Placed, bytes: Uint8Array, rows: readonly LedgerEntry[]): LedgerFinding {
  const [entry] = rows;
  if (entry === undefined || rows.length > 1) {
    const mismatch = differs("ledger", "rows when the answer had ended", { expected: 1, came: rows.length });
    return { mismatches: [mismatch], unpriced: undefined, excused: undefined };
  }
  const { call } = entry;
  const { exchange, depth } = placed;
  const facts = readAnswer(placed, bytes);
  const found = [...checkOutcome(placed, facts, call)];
  const isMetered = depth !== "other" && exchange.request.method === "POST";
  if (!isMetered) {
    // Reading what is stored costs nothing, whatever usage it tells of.
    if (exchange.request.method !== "POST")
      found.push(...checkTokens(undefined, call), ...checkCost(nothingMade, call));
    return { mismatches: found, unpriced: undefined, excused: undefined };
  }
  if (depth === "call") found.push(...checkFacts(placed, facts, call));
  const usage = expectedUsage(placed.service.family, {
    said: facts.usage,
    isFinal: facts.isFinal,
    reasoningBesideOutput: placed.service.reasoningBesideOutput,
    searchesBeside: facts.usage.length === 0 && facts.searchesBeside === 0 ? undefined : facts.searchesBeside,
  });
  found.push(...checkTokens(usage, call));
  const cost = expectedCost({
    usage,
    priceId: placed.service.priceId,
    models: [facts.model, placed.model?.name],
    at: new Date(call.started_at),
  });
  found.push(...checkCost(cost, call));
  return {
    mismatches: found,
    unpriced: cost.kind === "none" && usage !== undefined ? cost.why : undefined,
    excused: excuseOf(cost),
  };
}

function excuseOf(cost: ExpectedCost): string | undefined {
  if (cost.kind !== "untold") return undefined;
  return `the cost was not compared, because the price package refuses the usage: ${cost.why}`;
}

function checkOutcome(placed: Placed, facts: AnswerFacts, call: CallRecord): readonly Mismatch[] {
  const { response } = placed.exchange;
  const outcome = response.status >= 400 ? "declined" : facts.brokeInStream ? "broke" : "answered";
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ["outcome", outcome, call.outcome],
    ["status", response.status, call.status],
    ["attempts", 1, call.attempts],
    ["provider", placed.service.id, call.provider],
  ];
  return different("ledger", pairs);
}

function checkFacts(placed: Placed, facts: AnswerFacts, call: CallRecord): readonly Mismatch[] {
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ["stream", asksForStream(placed), call.stream],
    ["answering_model", facts.model?.slice(0, maxModelLength), call.answering_model],
    ["finish_reason", facts.finish, call.finish_reason],
  ];
  return different("ledger", pairs);
}

/** Whether a request asks for a stream. */
export function asksForStream({ exchange, service, below }: Placed): boolean {
  const body = recordedBody(exchange.request.body);
  if (below.endsWith(":streamGenerateContent")) return true;
  return body.kind === "json" && service.family !== "gemini" && at(body.value, "stream") === true;
}

const classes = [
  "input_tokens",
  "cache_read_tokens",
  "cache_write_5m_tokens",
  "cache_write_1h_tokens",
  "output_tokens",
  "reasoning_tokens",
  "input_audio_tokens",
  "output_audio_tokens",
  "tool_units",
  "search_units",
] as const;

function checkTokens(usage: ExpectedUsage | undefined, call: CallRecord): readonly Mismatch[] {
  const source = usage === undefined ? "none" : "provider";
  return different("tokens", [
    ["usage_source", source, call.usage_source],
    ...classes.map((name) => [name, usage?.[name], call[name]] as const),
  ]);
}

function checkCost(expected: ExpectedCost, { cost_nanodollars: came }: CallRecord): readonly Mismatch[] {
  if (expected.kind === "untold") return [];
  if (expected.kind === "none") {
    return came === undefined ? [] : [differs("cost", "cost_nanodollars", { expected: `none: ${expected.why}`, came })];
  }
  const isClose = came !== undefined && Math.abs(came - expected.value) <= tolerance;
  return isClose ? [] : [differs("cost", "cost_nanodollars", { expected: expected.value, came })];
}

function different(
  subject: Mismatch["subject"],
  pairs: readonly (readonly [what: string, expected: unknown, came: unknown])[],
): readonly Mismatch[] {
  return pairs.flatMap(([what, expected, came]) =>
    expected === came ? [] : [differs(subject, what, { expected, came })],
  );
}
