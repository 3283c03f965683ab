import type { CallRecord } from "./call-record.ts";
import type { Price, PriceBook } from "./price-book.ts";
import { usageOf } from "./usage-of.ts";

export interface RecordedPricing {
  readonly prices: PriceBook;
  /** The price book's id of the call's provider. */
  readonly priceId: string | undefined;
  /** The model that was asked for at the provider. */
  readonly askedModel: string;
}

/** The price of a call as its row has it: by the model that answered, else by the one that was asked for. */
export function priceRecordedCall(call: CallRecord, pricing: RecordedPricing): Price {
  const query = {
    priceId: pricing.priceId,
    provider: call.provider ?? "",
    usage: usageOf(call),
    atMs: Date.parse(call.started_at),
  };
  const answering = call.answering_model ?? pricing.askedModel;
  const price = pricing.prices.price({ ...query, model: answering });
  if (price.kind === "priced" || answering === pricing.askedModel) return price;
  const asked = pricing.prices.price({ ...query, model: pricing.askedModel });
  return asked.kind === "priced" ? asked : price;
}
