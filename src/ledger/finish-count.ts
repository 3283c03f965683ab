import { unescapeJsonText } from "../lib/unescape-json-text.ts";
import type { Tokenizer } from "../ports/tokenizer.ts";
import type { PriceTable } from "../ports/price-table.ts";
import type { CallRecord, CountRequest, LedgerEntry } from "./call-record.ts";
import { createPriceBook } from "./create-price-book.ts";
import { priceRecordedCall } from "./price-recorded-call.ts";
import type { UsageSource } from "./usage.ts";

export interface CountingParts {
  readonly tokenizer: Tokenizer;
  readonly table: PriceTable;
}

/**
 * The final row of a call whose provider did not say all it used: counts the text that went in or out, and prices the
 * call with it. `counted` when a real tokenizer counted everything that was missing, else `estimated`. What the
 * provider did say stands. An entry with nothing to count comes back as it is.
 */
export function finishCount(entry: LedgerEntry, parts: CountingParts): CallRecord {
  const { call, count } = entry;
  if (count === undefined || (count.input === undefined && count.output === undefined)) return call;
  const input = tokensOf(count.input, count.model, parts.tokenizer);
  const output = tokensOf(count.output, count.model, parts.tokenizer);
  const counted: CallRecord = {
    ...call,
    ...(input === undefined ? {} : { input_tokens: input.tokens }),
    // What a provider said before its stream was cut is a running total: the caller got at least as much as was seen.
    ...(output === undefined ? {} : { output_tokens: Math.max(output.tokens, call.output_tokens ?? 0) }),
    usage_source: sourceOf(input, output),
  };
  return withPrice(counted, count, parts.table);
}

interface Count {
  readonly tokens: number;
  readonly source: "counted" | "estimated";
}

function tokensOf(fragments: string | undefined, model: string, tokenizer: Tokenizer): Count | undefined {
  return fragments === undefined ? undefined : tokenizer.count(unescapeJsonText(fragments), model);
}

function sourceOf(input: Count | undefined, output: Count | undefined): UsageSource {
  return input?.source === "estimated" || output?.source === "estimated" ? "estimated" : "counted";
}

function withPrice(call: CallRecord, count: CountRequest, table: PriceTable): CallRecord {
  // Rows that need counting are rare, so a book of their own costs less than keeping one in step with the configuration.
  const prices = createPriceBook({ table, overrides: count.overrides, overridesVersion: call.config_hash });
  const price = priceRecordedCall(call, { prices, priceId: count.priceId, askedModel: count.model });
  const { cost_nanodollars: _cost, price_source: _source, price_version: _version, ...unpriced } = call;
  if (price.kind === "unknown") return unpriced;
  return {
    ...unpriced,
    cost_nanodollars: price.nanodollars,
    price_source: price.source,
    price_version: price.version,
  };
}
