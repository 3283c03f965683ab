import type { CallCursor, CallFilter, CallStore, Reprice } from "../ports/store.ts";
import type { CallRecord } from "./call-record.ts";
import type { PriceBook } from "./price-book.ts";
import { priceRecordedCall } from "./price-recorded-call.ts";

const pageSize = 500;
/** Stops a walk that a broken cursor would make endless: a thousand million calls. */
const maxPages = 2_000_000;

export interface RepriceRequest {
  /** Which calls: a time range (`since` inclusive, `until` exclusive), and any other filter of the ledger. */
  readonly filter: CallFilter;
  /** `unknown`: only calls without a price. `all`: every call whose price would change, except those the provider named. */
  readonly which: "unknown" | "all";
  /** True: counts what would change and writes nothing. */
  readonly dryRun: boolean;
}

export interface RepriceParts {
  readonly calls: Pick<CallStore, "list" | "reprice">;
  readonly prices: PriceBook;
  /** The price book's id of one of the gateway's providers, present or past. */
  readonly priceIdOf: (provider: string) => string | undefined;
}

export interface RepriceCounts {
  readonly seen: number;
  /** Rows written, or that would be with `dryRun`. */
  readonly changed: number;
  readonly unchanged: number;
  /** Calls that have no price now either. A price that a row has is never taken away. */
  readonly stillUnknown: number;
  /** Calls whose usage nobody knows: there is nothing to price. */
  readonly withoutUsage: number;
  /** The change to the total, in whole nano-dollars. */
  readonly differenceNanodollars: number;
}

const nothingCounted: RepriceCounts = {
  seen: 0,
  changed: 0,
  unchanged: 0,
  stillUnknown: 0,
  withoutUsage: 0,
  differenceNanodollars: 0,
};

type Counting = { -readonly [Key in keyof RepriceCounts]: number };

/** Walks the ledger page by page, prices each call anew at the time it was made, and writes what changed. */
export async function repriceCalls(request: RepriceRequest, parts: RepriceParts): Promise<RepriceCounts> {
  const counts: Counting = { ...nothingCounted };
  let after: CallCursor | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const { calls, next } = await parts.calls.list(request.filter, pageSize, after);
    const changes = calls.flatMap((call) => repriced(call, { request, parts, counts }));
    if (changes.length > 0 && !request.dryRun) await parts.calls.reprice(changes);
    if (next === undefined) break;
    after = next;
  }
  return counts;
}

interface Pass {
  readonly request: RepriceRequest;
  readonly parts: RepriceParts;
  readonly counts: Counting;
}

function repriced(call: CallRecord, { request, parts, counts }: Pass): readonly Reprice[] {
  if (request.which === "unknown" && call.cost_nanodollars !== undefined) return [];
  // What the provider itself charged is not ours to recompute.
  if (call.price_source === "provider" || call.provider === undefined) return [];
  counts.seen += 1;
  if (call.usage_source === "none") {
    counts.withoutUsage += 1;
    return [];
  }
  const price = priceRecordedCall(call, {
    prices: parts.prices,
    priceId: parts.priceIdOf(call.provider),
    askedModel: targetModel(call),
  });
  if (price.kind === "unknown") {
    counts.stillUnknown += 1;
    return [];
  }
  if (price.nanodollars === call.cost_nanodollars && price.source === call.price_source) {
    counts.unchanged += 1;
    return [];
  }
  counts.changed += 1;
  counts.differenceNanodollars += price.nanodollars - (call.cost_nanodollars ?? 0);
  return [
    {
      id: call.id,
      startedAt: call.started_at,
      costNanodollars: price.nanodollars,
      priceSource: price.source,
      priceVersion: price.version,
    },
  ];
}

/** The model that was asked for at the provider: what follows its id in `provider/model`. */
function targetModel(call: CallRecord): string {
  const prefix = `${call.provider ?? ""}/`;
  return call.target?.startsWith(prefix) === true ? call.target.slice(prefix.length) : (call.requested_model ?? "");
}
