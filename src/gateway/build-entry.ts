import { nothingRead } from "../dialects/dialect.ts";
import type { Reading } from "../dialects/dialect.ts";
import { buildCallRecord } from "../ledger/build-call-record.ts";
import type { CountRequest, LedgerEntry } from "../ledger/call-record.ts";
import type { Price } from "../ledger/price-book.ts";
import type { UsageSource } from "../ledger/usage.ts";
import type { Capture } from "./capture.ts";
import { captureBodies } from "./capture-bodies.ts";
import type { Gateway } from "./gateway.ts";
import type { AnyCall, CallEnd, CallTimes } from "./settlement.ts";

/** The most text of a request that is kept for counting, in characters. */
const maxInputText = 256 * 1024;

/** Everything that is known of a call when it is closed. */
export interface CallFacts {
  readonly call: AnyCall;
  readonly end: CallEnd;
  readonly times: CallTimes;
  /** On the monotonic clock. */
  readonly ended: number;
  readonly overheadMs: number;
  readonly attempts: number;
  readonly providerRequestId: string | undefined;
  readonly capture: Capture | undefined;
}

/** The ledger's entry for a call: the row, what is still to be counted, and the bodies that policy keeps. */
export function buildEntry(facts: CallFacts, gateway: Pick<Gateway, "counters">): LedgerEntry {
  const { call, end } = facts;
  const reading = end.reading ?? nothingRead;
  const count = countRequest(facts, reading);
  const price = count === undefined ? priceOf(facts, reading, gateway) : undefined;
  const { firstToken } = facts.times;
  const record = buildCallRecord({
    id: call.id,
    startedAtMs: call.startedAt,
    project: call.caller?.project ?? "",
    keyId: call.caller?.key?.id,
    route: call.route,
    provider: call.target?.provider.id,
    targetModel: call.target?.model,
    requestedModel: call.reading?.model ?? call.endpoint.pathModel?.name,
    dialect: call.endpoint.dialect,
    operation: call.endpoint.operation,
    stream: call.reading?.stream ?? call.endpoint.streamByPath,
    outcome: end.outcome,
    status: end.status,
    errorCode: end.error?.code ?? reading.errorInBody,
    attempts: facts.attempts,
    reading,
    usageSource: usageSource(reading),
    price,
    ttftMs: firstToken === undefined ? undefined : firstToken - call.started,
    latencyMs: facts.ended - call.started,
    overheadMs: facts.overheadMs,
    requestBytes: call.body?.kind === "json" ? call.body.json.bytes.byteLength : 0,
    responseBytes: end.responseBytes,
    tags: call.labels?.tags,
    endUser: call.labels?.user ?? call.reading?.endUser,
    session: call.labels?.session,
    providerRequestId: facts.providerRequestId,
    configHash: call.snapshot.hash,
  });
  const bodies = facts.capture === undefined ? undefined : captureBodies(call, facts.capture);
  return {
    call: record,
    ...(count === undefined ? {} : { count }),
    ...(bodies === undefined ? {} : { bodies }),
  };
}

function usageSource(reading: Reading): UsageSource {
  return reading.usage === undefined ? "none" : "provider";
}

/**
 * What a tokenizer has to count: the output of a stream that was cut, because the provider's last word on it never came;
 * and whatever of a call that used tokens the provider said nothing about.
 */
function countRequest(facts: CallFacts, reading: Reading): CountRequest | undefined {
  const { call, end } = facts;
  const { target, body } = call;
  if (target === undefined || body?.kind !== "json" || facts.attempts === 0 || !call.endpoint.usesTokens) return undefined;
  if (end.status >= 400 && end.outcome !== "client-closed" && end.outcome !== "timed-out") return undefined;
  // A provider that was never reached used nothing.
  if (end.error?.code === "upstream-unreachable") return undefined;
  const usage = reading.usage;
  const cut = end.outcome !== "answered" && call.reading?.stream === true;
  const input = (usage?.inputTokens ?? null) === null ? call.dialect.inputText(body.json, maxInputText) : undefined;
  const output = cut || (usage?.outputTokens ?? null) === null ? reading.outputText : undefined;
  if ((usage !== undefined && !cut) || (input === undefined && output === undefined)) return undefined;
  const { provider, model } = target;
  const overrides = call.snapshot.priceOverrides.filter((override) => override.provider === provider.id);
  return { model: reading.model ?? model, priceId: provider.priceId, overrides, input, output };
}

function priceOf(
  facts: CallFacts,
  reading: Reading,
  gateway: Pick<Gateway, "counters">,
): Price | undefined {
  const { call } = facts;
  if (reading.usage === undefined || call.target?.provider.isBilled !== true) return undefined;
  const { provider, model } = call.target;
  const query = { priceId: provider.priceId, provider: provider.id, usage: reading.usage, atMs: call.startedAt };
  const named = reading.model ?? model;
  const price = call.snapshot.prices.price({ ...query, model: named });
  // An answering model that no table knows (a deployment's alias, a dated snapshot) is priced as what was asked for.
  const found = price.kind === "unknown" && named !== model ? call.snapshot.prices.price({ ...query, model }) : price;
  if (found.kind === "unknown") gateway.counters.unpriced(`${provider.id}/${named}`, found.reason);
  return found;
}
