import { BoundedMemo } from "../lib/bounded-memo.ts";
import type { KeyHasher } from "./hash-key.ts";

/** As many keys as one process meets often; the rest are hashed anew. */
const rememberedKeys = 1_024;

/** The same hashes, remembered for the keys in use: an HMAC for each call would be a tenth of what a call costs. */
export function rememberHashes(hasher: KeyHasher): KeyHasher {
  const memo = new BoundedMemo<string>(rememberedKeys);
  return Object.freeze({
    hash(key: string): string {
      const known = memo.get(key);
      if (known !== undefined) return known;
      const hash = hasher.hash(key);
      memo.set(key, hash);
      return hash;
    },
  });
}
