import type { ModelParameters } from "../prompts/prompt.ts";

/**
 * Everything that decides a route's answer. Its canonical JSON (keys sorted, absent members left out) is hashed; two
 * releases of a route with the same hash are the same release.
 */
export interface ReleaseContent {
  /** `provider/model`. */
  readonly target: string;
  readonly parameters?: ModelParameters;
  /** The prompt version that is bound, by its content hash; `version` is its number in the registry. */
  readonly prompt?: { readonly name: string; readonly version: number; readonly hash: string };
  /** Name and content of the guard policy, as the configuration had it. */
  readonly guards?: { readonly policy: string; readonly content: Readonly<Record<string, unknown>> };
  /** Targets to try in order when the first does not answer. */
  readonly fallbacks?: readonly string[];
}

/** An immutable, numbered bundle of a route: `support@7`. */
export interface Release {
  readonly route: string;
  readonly number: number;
  /** SHA-256 of the canonical content, hex. */
  readonly hash: string;
  readonly content: ReleaseContent;
  readonly createdAtMs: number;
  /** Who applied it: a key's id or name, or the operating system's user on the command line. */
  readonly author: string;
  readonly message: string | undefined;
}
