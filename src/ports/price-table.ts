/** A price in US dollars: flat, or by the size of the whole request's input. */
export type UnitPrice =
  | number
  | {
      readonly base: number;
      /** The last step whose `aboveInputTokens` the request's input exceeds sets the price of every token of it. */
      readonly steps: readonly { readonly aboveInputTokens: number; readonly price: number }[];
    };

/**
 * What one model costs. Per million tokens, per thousand pieces. What is absent has no price of its own: a class of
 * tokens is then billed as the class that contains it (cached and audio as input, reasoning as output), a piece not at all.
 */
export interface UnitPrices {
  readonly inputPerMillion?: UnitPrice | undefined;
  readonly cacheReadPerMillion?: UnitPrice | undefined;
  readonly cacheReadAudioPerMillion?: UnitPrice | undefined;
  readonly cacheWrite5mPerMillion?: UnitPrice | undefined;
  readonly cacheWrite1hPerMillion?: UnitPrice | undefined;
  readonly inputAudioPerMillion?: UnitPrice | undefined;
  readonly outputPerMillion?: UnitPrice | undefined;
  readonly reasoningPerMillion?: UnitPrice | undefined;
  readonly outputAudioPerMillion?: UnitPrice | undefined;
  readonly outputImagePerMillion?: UnitPrice | undefined;
  readonly searchPerThousand?: UnitPrice | undefined;
  readonly toolPerThousand?: UnitPrice | undefined;
  /** A fee for the call itself. It covers searches that have no price of their own. */
  readonly requestPerThousand?: UnitPrice | undefined;
}

/** When prices hold. */
export type PriceTime =
  | { readonly kind: "always" }
  /** From this instant on, in milliseconds since 1970. */
  | { readonly kind: "from"; readonly atMs: number }
  /** Every day (UTC) from `startMs` to before `endMs` after midnight; an end before the start runs over midnight. */
  | { readonly kind: "daily"; readonly startMs: number; readonly endMs: number };

export interface PriceWindow {
  readonly time: PriceTime;
  readonly prices: UnitPrices;
}

/** All prices of one model. The last window that holds decides. */
export interface PriceSchedule {
  /** The table's own names for what was found. */
  readonly provider: string;
  readonly model: string;
  readonly windows: readonly PriceWindow[];
}

/** A table of published prices. Looking up may be slow: callers remember what they found. */
export interface PriceTable {
  readonly source: string;
  readonly version: string;
  /** `priceId` undefined: the provider is guessed by the model's name. */
  find(priceId: string | undefined, model: string): PriceSchedule | undefined;
  /** The table's provider id for a base URL; undefined: it knows none. */
  providerFor(baseUrl: string): string | undefined;
  /** Names of the models it has, of one provider or of all; for suggestions. */
  modelNames(priceId: string | undefined): readonly string[];
}
