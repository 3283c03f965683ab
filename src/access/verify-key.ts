import { HoldfastError } from "../errors.ts";
import type { ApiKey } from "./api-key.ts";

/**
 * Decides whether a key that was looked up by its hash may be used now. Refuses with `key-unknown`, `key-revoked` or
 * `key-expired`. The look-up needs no constant time: whoever measures it learns about HMACs under a secret that they
 * do not have, and cannot choose them.
 */
export function verifyKey(found: ApiKey | undefined, nowMs: number): ApiKey {
  if (found === undefined) {
    throw new HoldfastError("key-unknown", {
      message: "Check for a typing error, or make one with `holdfast keys create`.",
    });
  }
  if (found.revokedAt !== undefined && found.revokedAt <= nowMs) {
    throw new HoldfastError("key-revoked", {
      message: `It was ${found.prefix}… ("${found.name}"); ask for a new one.`,
    });
  }
  if (found.expiresAt !== undefined && found.expiresAt <= nowMs) {
    throw new HoldfastError("key-expired", {
      message: `It was ${found.prefix}… ("${found.name}"); ask for a new one.`,
    });
  }
  return found;
}
