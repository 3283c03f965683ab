import { nothingRead } from "../../dialects/dialect.ts";
import type { Reading } from "../../dialects/dialect.ts";
import { buildCallRecord } from "../../ledger/build-call-record.ts";
import type { CallParts } from "../../ledger/build-call-record.ts";
import type { LedgerEntry } from "../../ledger/call-record.ts";
import type { Price } from "../../ledger/price-book.ts";
import type { Capture } from "./capture.ts";
import { captureBodies } from "./capture-bodies.ts";
import { countRequest } from "./count-request.ts";
import type { Gateway } from "../gateway.ts";
import type { AnyCall, CallEnd, CallTimes } from "./settlement.ts";

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
  const { call, end, times } = facts;
  const reading = end.reading ?? nothingRead;
  const count = countRequest(facts, reading);
  const record = buildCallRecord({
    ...whose(call),
    ...whatFor(call),
    ...whatDecided(call),
    outcome: end.outcome,
    status: end.status,
    errorCode: end.error?.code ?? providersError(call, reading),
    attempts: facts.attempts,
    reading,
    usageSource: reading.usage === undefined ? "none" : "provider",
    price: count === undefined ? priceOf(call, reading, gateway) : undefined,
    ttftMs: times.firstToken === undefined ? undefined : times.firstToken - call.started,
    latencyMs: facts.ended - call.started,
    overheadMs: facts.overheadMs,
    responseBytes: end.responseBytes,
    providerRequestId: facts.providerRequestId,
  });
  const bodies = facts.capture === undefined ? undefined : captureBodies(call, facts.capture);
  return {
    call: record,
    ...(count === undefined ? {} : { count }),
    ...(bodies === undefined ? {} : { bodies }),
  };
}

/** What the provider said of its error. Some quote the key that they were sent, so it goes where bodies go: redacted. */
function providersError({ snapshot }: AnyCall, { errorInBody }: Reading): string | undefined {
  return errorInBody === undefined ? undefined : snapshot.capture.redactor.redact(errorInBody);
}

type Whose = Pick<
  CallParts,
  "id" | "startedAtMs" | "project" | "keyId" | "tags" | "endUser" | "session" | "configHash"
>;

function whose(call: AnyCall): Whose {
  const { caller, labels } = call;
  return {
    id: call.id,
    startedAtMs: call.startedAt,
    project: caller?.project ?? "",
    keyId: caller?.key?.id,
    tags: labels?.tags,
    endUser: labels?.user ?? call.reading?.endUser,
    session: labels?.session,
    configHash: call.snapshot.hash,
  };
}

function whatDecided({
  route,
  prompt,
  guards,
}: AnyCall): Pick<CallParts, "release" | "prompt" | "guardVerdict" | "findings"> {
  return {
    release: route?.release,
    prompt: prompt === undefined ? undefined : `${prompt.name}@${prompt.version}`,
    guardVerdict: guards?.verdict,
    findings: guards?.findings,
  };
}

type WhatFor = Pick<
  CallParts,
  "route" | "provider" | "targetModel" | "requestedModel" | "dialect" | "operation" | "stream" | "requestBytes"
>;

function whatFor(call: AnyCall): WhatFor {
  const { endpoint, target, reading } = call;
  return {
    route: call.route?.name,
    provider: target?.provider.id,
    targetModel: target?.model,
    requestedModel: reading?.model ?? endpoint.pathModel?.name,
    dialect: endpoint.dialect,
    operation: endpoint.operation,
    stream: reading?.stream ?? endpoint.streamByPath,
    requestBytes: call.body?.kind === "json" ? call.body.json.bytes.byteLength : 0,
  };
}

/** Undefined when there is nothing to price; a price that is not known is counted, and reported once for each target. */
function priceOf(call: AnyCall, reading: Reading, gateway: Pick<Gateway, "counters">): Price | undefined {
  if (reading.usage === undefined || call.target?.provider.isBilled !== true) return undefined;
  const { provider, model } = call.target;
  const { prices } = call.snapshot;
  const query = { priceId: provider.priceId, provider: provider.id, usage: reading.usage, atMs: call.startedAt };
  const named = reading.model ?? model;
  const price = prices.price({ ...query, model: named });
  // An answering model that no table knows (a deployment's alias, a dated snapshot) is priced as what was asked for.
  const found = price.kind === "unknown" && named !== model ? prices.price({ ...query, model }) : price;
  if (found.kind === "unknown") gateway.counters.unpriced(`${provider.id}/${named}`, found.reason);
  return found;
}
