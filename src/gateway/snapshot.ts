import type { BareCall } from "../dialects/bare-call.ts";
import type { ApiFamily } from "../dialects/endpoints.ts";
import type { Redactor } from "../ledger/create-redactor.ts";
import type { PriceBook } from "../ledger/price-book.ts";
import type { PriceOverride } from "../ledger/price-overrides.ts";
import type { CompiledPolicy } from "../guards/compile-policy.ts";
import type { ClassifierEndpoint } from "../guards/external/build-classifier-endpoint.ts";
import type { ModelParameters } from "../prompts/prompt.ts";
import type { Provider, Target } from "../providers/provider.ts";
import type { ReleaseContent } from "../rollouts/release.ts";

/** A route as calls are served by it. */
export interface Route {
  readonly name: string;
  /** `support@7`; undefined: the registry does not have the route, and it is served as the configuration says. */
  readonly release: string | undefined;
  readonly target: Target;
  /** Asked in order when the target does not answer. */
  readonly fallbacks: readonly Target[];
  /** The prompt version that every call of the route gets. */
  readonly prompt: { readonly name: string; readonly version: number } | undefined;
  /** Model parameters that go before the prompt's, and behind the caller's. */
  readonly parameters: ModelParameters | undefined;
  readonly guards: NamedPolicy | undefined;
}

/** A guard policy, ready for calls. */
export interface NamedPolicy {
  readonly name: string;
  readonly compiled: CompiledPolicy;
  /** Asked besides the policy's own detectors; undefined: nobody is. */
  readonly external: ExternalClassifier | undefined;
}

/** Somebody outside this process who judges the texts of requests. */
export interface ExternalClassifier {
  /** Share of calls that are sent, 0 to 1. */
  readonly sampleRate: number;
  /** Longest wait for what it says. */
  readonly timeoutMs: number;
  readonly asked:
    | { readonly kind: "endpoint"; readonly endpoint: ClassifierEndpoint }
    | { readonly kind: "judge"; readonly call: BareCall };
}

/** What the configuration says of a route, for as long as nobody has applied it. */
export interface ConfiguredRoute {
  readonly name: string;
  readonly content: Omit<ReleaseContent, "prompt">;
  /** Only the registry knows prompts, so that such a route is served once it is applied. */
  readonly hasPrompt: boolean;
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
  /** The routes of the configuration; the registry's releases go before them. See `findRoute`. */
  readonly routes: ReadonlyMap<string, ConfiguredRoute>;
  /** Who serves a model that is neither a route nor `provider/model`. */
  readonly defaults: Readonly<Partial<Record<ApiFamily, Provider>>>;
  readonly unrouted: "pass" | "refuse";
  /** Prompt labels that take the scope admin to move. */
  readonly protectedLabels: readonly string[];
  /** The guard policy of calls that are for no route; undefined: none. */
  readonly guards: NamedPolicy | undefined;
  /** Names of the guard policies that keys can have. */
  readonly guardPolicies: readonly string[];
  /**
   * What holds for calls of a key with a policy of its own: the stricter of both in everything. `route`: what holds without
   * the key. Undefined: the configuration does not have the key's policy any more.
   */
  policyOfKey(name: string, route: NamedPolicy | undefined): NamedPolicy | undefined;
  /** Makes a release's guard policy ready for calls. Throws `config-invalid` or `release-broken` when it cannot be used. */
  readPolicy(stored: NonNullable<ReleaseContent["guards"]>): NamedPolicy;
  readonly limits: Limits;
  readonly capture: CapturePolicy;
  readonly priceOverrides: readonly PriceOverride[];
  readonly prices: PriceBook;
}
