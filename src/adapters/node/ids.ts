import { randomFillSync, randomBytes } from "node:crypto";

import type { Ids } from "../../ports/ids.ts";
import { uuidV7 } from "../../lib/uuid-v7.ts";

/** Bytes of one identifier. */
const idBytes = 10;
/** One system call fills enough for this many identifiers. */
const idsPerFill = 512;

/** Identifiers from the system's generator, drawn in blocks: a call each costs a microsecond, a block nearly nothing. */
export function createNodeIds(): Ids {
  const pool = new Uint8Array(idBytes * idsPerFill);
  let at = pool.length;
  return {
    call(atMs) {
      if (at >= pool.length) {
        randomFillSync(pool);
        at = 0;
      }
      const id = uuidV7(atMs, pool, at);
      at += idBytes;
      return id;
    },
    random: () => Math.random(),
    secret: (byteCount) => randomBytes(byteCount),
  };
}
