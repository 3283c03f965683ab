import { joinChunks } from "../lib/join-chunks.ts";
import { nothingRead } from "./dialect.ts";
import type { Reading, StreamWatcher } from "./dialect.ts";

/** For bodies that say nothing readable (files, audio): forwards each chunk and reads nothing. */
export function countingWatcher(): StreamWatcher {
  return {
    sawContent: false,
    feed: (chunk) => ({ forward: chunk, ended: false }),
    flush: () => undefined,
    finish: () => nothingRead,
  };
}

/**
 * For a plain answer too long to be sent in one write: forwards each chunk, keeps up to `maxBytes` of them and reads the
 * whole at the end. Beyond the bound nothing is kept and nothing is read.
 */
export function collectingWatcher(maxBytes: number, read: (bytes: Uint8Array) => Reading): StreamWatcher {
  let kept: Uint8Array[] | undefined = [];
  let length = 0;
  return {
    sawContent: false,
    feed(chunk) {
      length += chunk.byteLength;
      if (length > maxBytes) kept = undefined;
      kept?.push(chunk);
      return { forward: chunk, ended: false };
    },
    flush: () => undefined,
    finish: () => (kept === undefined ? nothingRead : read(joinChunks(kept, length))),
  };
}
