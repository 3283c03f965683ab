import type { CreatedKey, KeyView } from "../access/key-view.ts";
import type { KeyWish } from "../access/create-key.ts";
import type { CallDetail, CallPageView, CallView } from "../ledger/call-view.ts";
import type { PricesView, RefreshView, RepriceView } from "../ledger/price-view.ts";

/** A query as it is written: names and texts of `callListSchema`, `priceQuerySchema` … Absent names do not count. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The body of a re-pricing as it is written; see `repriceWishSchema`. */
export type RepriceBody = Readonly<Record<string, string | readonly string[] | boolean | number | undefined>>;

/** The control plane as commands see it: in this process on the local store, or a remote gateway's. */
export interface ControlClient {
  /** What it acts on, for people. */
  readonly place: string;
  readonly keys: {
    create(wish: KeyWish): Promise<CreatedKey>;
    list(): Promise<readonly KeyView[]>;
    revoke(idOrPrefix: string): Promise<KeyView>;
  };
  readonly calls: {
    list(query: Query): Promise<CallPageView>;
    show(id: string): Promise<CallDetail>;
    /** Ends when the signal is aborted. */
    tail(query: Query, signal: AbortSignal): AsyncIterable<CallView>;
  };
  readonly prices: {
    show(query: Query): Promise<PricesView>;
    reprice(body: RepriceBody): Promise<RepriceView>;
    refresh(text: string): Promise<RefreshView>;
    forget(): Promise<void>;
  };
  close(): Promise<void>;
}
