import { createHmac } from "node:crypto";
import type { KeyHasher } from "../../access/hash-key.ts";

/** HMAC-SHA-256 by workerd's own `node:crypto` (`nodejs_compat`): in one turn, which WebCrypto cannot. */
export function createKeyHasher(secret: Uint8Array): KeyHasher {
  return Object.freeze({
    hash: (key: string): string => createHmac("sha256", secret).update(key, "utf8").digest("hex"),
  });
}
