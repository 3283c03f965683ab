import type { Usage } from "./usage.ts";

/** A price for a call, or why there is none. Money is whole nano-dollars (10⁻⁹ USD). */
export type Price =
  | {
      readonly kind: "priced";
      readonly nanodollars: number;
      /** `config` when an override decided, `genai-prices` otherwise. */
      readonly source: string;
      /** Version of the table that was read: the package's version, or the configuration's hash. */
      readonly version: string;
      /** The usage did not add up (a part larger than its whole) and was clamped; says what. */
      readonly clamped?: string;
    }
  | { readonly kind: "unknown"; readonly reason: string };

export interface PriceQuery {
  /** The price table's provider id; undefined: only overrides are looked at. */
  readonly priceId: string | undefined;
  /** The gateway's own provider id: overrides are written against it. */
  readonly provider: string;
  /** The answering model if the provider named one, else the model that was asked for. */
  readonly model: string;
  readonly usage: Usage;
  /** Milliseconds since 1970: prices change over time and by time of day. */
  readonly atMs: number;
}

/** Prices calls. Pure apart from a bounded memo of name matches. */
export interface PriceBook {
  price(query: PriceQuery): Price;
}
