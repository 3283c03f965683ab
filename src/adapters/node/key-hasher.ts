import { hash } from "node:crypto";
import type { KeyHasher } from "../../access/hash-key.ts";

/** SHA-256 works on blocks of this many bytes (FIPS 180-4); HMAC pads its secret to one (RFC 2104). */
const blockBytes = 64;
const digestBytes = 32;
const innerPad = 0x36;
const outerPad = 0x5c;
/** Longer keys take the slow way through `Buffer.from`; nobody presents one twice. */
const roomyKeyBytes = 1024;

/**
 * HMAC-SHA-256 by two one-shot hashes over blocks that are padded once. A quarter of `createHmac`'s cost, which on the
 * call path is the price of looking a key up.
 */
export function createKeyHasher(secret: Uint8Array): KeyHasher {
  const padded = Buffer.alloc(blockBytes);
  padded.set(secret.length > blockBytes ? hash("sha256", secret, "buffer") : secret);
  const inner = Buffer.alloc(blockBytes + roomyKeyBytes);
  const outer = Buffer.alloc(blockBytes + digestBytes);
  for (let at = 0; at < blockBytes; at += 1) {
    inner[at] = (padded[at] ?? 0) ^ innerPad;
    outer[at] = (padded[at] ?? 0) ^ outerPad;
  }
  const pad = inner.subarray(0, blockBytes);
  return Object.freeze({
    hash(key: string): string {
      // UTF-8 takes at most three bytes for a code unit.
      const message =
        key.length * 3 <= roomyKeyBytes
          ? inner.subarray(0, blockBytes + inner.write(key, blockBytes, "utf8"))
          : Buffer.concat([pad, Buffer.from(key, "utf8")]);
      // Through a string of bytes: cheaper than the buffer that `hash` would make.
      outer.write(hash("sha256", message, "binary"), blockBytes, digestBytes, "latin1");
      return hash("sha256", outer, "hex");
    },
  });
}
