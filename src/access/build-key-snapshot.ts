import type { ApiKey } from "./api-key.ts";

/** All keys of an installation at one moment, by hash. */
export interface KeySnapshot {
  find(hash: string): ApiKey | undefined;
  readonly size: number;
}

/** Builds an immutable look-up from the stored keys. Revoked and expired ones are in it, so that they can be told apart. */
export function buildKeySnapshot(keys: readonly ApiKey[]): KeySnapshot {
  const byHash: ReadonlyMap<string, ApiKey> = new Map(keys.map((key) => [key.hash, Object.freeze({ ...key })]));
  return Object.freeze({ find: (hash: string) => byHash.get(hash), size: byHash.size });
}
