import type { DialectId, UsageQuirks } from "../dialects/dialect.ts";
import type { HeaderList } from "../ports/http-message.ts";
import type { Upstream } from "../ports/upstream.ts";

export const providerKinds = ["openai", "anthropic", "gemini", "openai-compatible", "azure-openai", "echo"] as const;
export type ProviderKind = (typeof providerKinds)[number];

/** How long a provider may keep a call waiting, in milliseconds. */
export interface ProviderTimeouts {
  readonly connectMs: number;
  /** From the request being sent to the answer's head. */
  readonly firstByteMs: number;
  /** Longest silence inside an answer. */
  readonly idleMs: number;
}

/** Who answers: built once from configuration, its secret resolved; frozen. */
export interface Provider {
  readonly id: string;
  readonly kind: ProviderKind;
  /** Scheme, host and port. */
  readonly origin: string;
  /** The base URL's path without a trailing slash: `/v1`, `/openai/v1`, or empty. */
  readonly basePath: string;
  readonly dialects: ReadonlySet<DialectId>;
  /** Headers that carry the gateway's own credential; empty when the caller's is forwarded. A function, so that it never prints. */
  readonly credential: () => HeaderList;
  /** `caller`: the caller's own provider key is forwarded to this provider's host, and to no other. */
  readonly credentials: "gateway" | "caller";
  /** Lower-case request header names forwarded besides the usual ones; a trailing `*` matches a prefix. */
  readonly forwardHeaders: readonly string[];
  readonly timeouts: ProviderTimeouts;
  /** The id under which the price table knows this provider; undefined: only the operator's own prices count. */
  readonly priceId: string | undefined;
  /** False: nobody is billed for it, so that nothing is missing when it has no price. */
  readonly isBilled: boolean;
  readonly quirks: UsageQuirks;
  /** False: this provider refuses or ignores `stream_options`, so the gateway never adds it. */
  readonly acceptsStreamOptions: boolean;
  /** True where a slash in a model's name can only be a mistake: such a name is refused instead of passed on. */
  readonly modelNamesHaveNoSlash: boolean;
  readonly upstream: Upstream;
}

/** A provider and one of its models. */
export interface Target {
  readonly provider: Provider;
  readonly model: string;
}
