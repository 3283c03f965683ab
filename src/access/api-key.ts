export const scopes = ["call", "passthrough", "ledger:read", "releases:write", "admin"] as const;
/**
 * What a key may do: `call` models, use `passthrough` endpoints (files, batches, `/providers/…`), read its project's
 * ledger, read and change prompts and releases (`releases:write`), or administer everything (`admin` includes all others).
 */
export type Scope = (typeof scopes)[number];

/** An API key as it is stored: its HMAC, never the key. */
export interface ApiKey {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  /** The first characters of the key (`hf_AbC1…`), to recognise it by. */
  readonly prefix: string;
  /** HMAC-SHA-256 of the whole key under the installation's secret, lower-case hex. */
  readonly hash: string;
  readonly scopes: readonly Scope[];
  /** Route names or `provider/model` patterns with a trailing `*`; empty: all. */
  readonly allowedRoutes: readonly string[];
  /** The guard policy that screens its calls besides their routes'; undefined: theirs alone. */
  readonly guards: string | undefined;
  /** Milliseconds since 1970; undefined: never. */
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly revokedAt: number | undefined;
}
