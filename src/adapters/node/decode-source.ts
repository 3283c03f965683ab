import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import type { Transform } from "node:stream";

import type { ByteSink, ByteSource } from "../../ports/http-message.ts";
import { HoldfastError } from "../../errors.ts";

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(),
  "x-gzip": () => createGunzip(),
  deflate: () => createInflate(),
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress(),
};

export const supportedEncodings: ReadonlySet<string> = new Set(Object.keys(decoders));

/**
 * The same body, decoded. We ask providers for identity, so this runs only for one that compresses all the same; then
 * its usage could not be read otherwise. `encoding` is one of `supportedEncodings`.
 */
export function decodeSource(encoded: ByteSource, encoding: string): ByteSource {
  const create = decoders[encoding];
  if (create === undefined) return encoded;
  const decoder = create();
  let failure: Error | undefined;
  return {
    start(sink: ByteSink) {
      decoder.on("data", (chunk: Uint8Array) => sink.data(chunk));
      decoder.on("end", () => sink.end());
      decoder.on("error", (cause: Error) => {
        encoded.cancel(cause);
        sink.fail(failure ?? new HoldfastError("upstream-broke", { message: "Its compression is damaged.", cause }));
      });
      decoder.on("drain", () => encoded.resume());
      encoded.start({
        data(chunk) {
          if (!decoder.write(chunk)) encoded.pause();
        },
        end: () => decoder.end(),
        fail(error) {
          failure = error;
          decoder.destroy(error);
        },
      });
    },
    pause: () => decoder.pause(),
    resume: () => decoder.resume(),
    cancel(reason) {
      encoded.cancel(reason);
      decoder.removeAllListeners();
      decoder.on("error", ignoreAfterCancel);
      decoder.destroy();
    },
  };
}

/** A decoder that was destroyed on purpose may still report that its input was cut. */
function ignoreAfterCancel(): void {}
