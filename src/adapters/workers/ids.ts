import { uuidV7 } from "../../lib/uuid-v7.ts";
import type { Ids } from "../../ports/ids.ts";

/** Bytes of one identifier. */
const idBytes = 10;

/** Identifiers from workerd's generator. It may be asked only while a request is served, so nothing is drawn ahead. */
export const workersIds: Ids = Object.freeze({
  call: (atMs: number) => uuidV7(atMs, crypto.getRandomValues(new Uint8Array(idBytes))),
  random: () => Math.random(),
  secret: (byteCount: number) => crypto.getRandomValues(new Uint8Array(byteCount)),
});
