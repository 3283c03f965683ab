import { applyEdits } from "../../dialects/apply-edits.ts";
import type { Edit, Reading } from "../../dialects/dialect.ts";
import type { JsonBody } from "../../dialects/json-body.ts";
import { scanJsonBody } from "../../dialects/scan-json-body.ts";
import type { CountRequest } from "../../ledger/call-record.ts";
import type { CallFacts } from "./build-entry.ts";

/** The most text of a request that is kept for counting, in characters. */
const maxInputText = 256 * 1024;

/**
 * What a tokenizer has to count: the output of a stream that was cut, because the provider's last word on it never came;
 * and whatever of a call that used tokens the provider said nothing about. Undefined: nothing.
 */
export function countRequest(facts: CallFacts, reading: Reading): CountRequest | undefined {
  const { call } = facts;
  if (call.target === undefined || call.body?.kind !== "json" || !mayHaveUsedTokens(facts)) return undefined;
  if (reading.usage !== undefined && !isCutStream(facts)) return undefined;
  const input = isUnknown(reading.usage?.inputTokens)
    ? call.dialect.inputText(sentBody(call.body.json, call.edits), maxInputText)
    : undefined;
  const output = reading.outputText;
  if (input === undefined && output === undefined) return undefined;
  const { provider, model } = call.target;
  const overrides = call.snapshot.priceOverrides.filter((override) => override.provider === provider.id);
  return { model: reading.model ?? model, priceId: provider.priceId, overrides, input, output };
}

/** With the prompt in it, as the provider got it. */
function sentBody(body: JsonBody, edits: readonly Edit[] = []): JsonBody {
  return edits.length === 0 ? body : scanJsonBody(applyEdits(body.bytes, edits));
}

function isCutStream({ call, end }: CallFacts): boolean {
  return end.outcome !== "answered" && call.reading?.stream === true;
}

function isUnknown(tokens: number | null | undefined): boolean {
  return tokens === null || tokens === undefined;
}

/** A provider that was never reached, or that declined, used nothing. */
function mayHaveUsedTokens({ call, end, attempts }: CallFacts): boolean {
  if (attempts === 0 || !call.endpoint.usesTokens || end.error?.code === "upstream-unreachable") return false;
  return end.status < 400 || end.outcome === "client-closed" || end.outcome === "timed-out";
}
