import type { ByteSource } from "../ports/http-message.ts";
import { joinChunks } from "./join-chunks.ts";

/** Collects a body in memory. Rejects with what `tooLong` makes beyond `maxBytes`, or with the source's own failure. */
export function readWhole(source: ByteSource, maxBytes: number, tooLong: () => Error): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    source.start({
      data(chunk) {
        chunks.push(chunk);
        length += chunk.byteLength;
        if (length <= maxBytes) return;
        const reason = tooLong();
        source.cancel(reason);
        reject(reason);
      },
      end: () => resolve(joinChunks(chunks, length)),
      fail: reject,
    });
  });
}
