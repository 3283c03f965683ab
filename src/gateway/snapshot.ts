import type { ApiFamily } from "../dialects/endpoints.ts";
import type { Redactor } from "../ledger/create-redactor.ts";
import type { PriceBook } from "../ledger/price-book.ts";
import type { PriceOverride } from "../ledger/price-overrides.ts";
import type { Provider, Target } from "../providers/provider.ts";

export interface Route {
  readonly name: string;
  readonly target: Target;
  /** Asked in order when the target does not answer. */
  readonly fallbacks: readonly Target[];
}

export interface Limits {
  /** Largest body of a model call. */
  readonly bodyBytes: number;
  /** Largest body of a passed-through upload. */
  readonly passthroughBytes: number;
  /** Largest plain answer that is kept in memory to read its usage. Longer ones are forwarded unread. */
  readonly answerBytes: number;
  /** How long a caller may take to send its body. */
  readonly bodyReadMs: number;
  /** From the request's head to the answer's last byte. */
  readonly totalMs: number;
}

export interface CapturePolicy {
  readonly bodies: "off" | "sampled" | "all";
  /** Share of calls whose bodies are kept when `sampled`, 0 to 1. */
  readonly sampleRate: number;
  readonly maxBytes: number;
  readonly redactor: Redactor;
}

/** One configuration, built completely and swapped as a whole. A call keeps the snapshot it started with. */
export interface Snapshot {
  /** Hash of the configuration; stands on every ledger row. */
  readonly hash: string;
  readonly auth: "keys" | "none";
  readonly providers: ReadonlyMap<string, Provider>;
  readonly routes: ReadonlyMap<string, Route>;
  /** Who serves a model that is neither a route nor `provider/model`. */
  readonly defaults: Readonly<Partial<Record<ApiFamily, Provider>>>;
  readonly unrouted: "pass" | "refuse";
  /** Prompt labels that take the scope admin to move. */
  readonly protectedLabels: readonly string[];
  readonly limits: Limits;
  readonly capture: CapturePolicy;
  readonly priceOverrides: readonly PriceOverride[];
  readonly prices: PriceBook;
}
