import { Readable } from "node:stream";

import type { ByteSource } from "../../ports/http-message.ts";

/** A body in pieces as a Node stream, for undici: pressure and cancelling pass through. */
export function readableFromSource(source: ByteSource): Readable {
  let started = false;
  const readable = new Readable({
    read() {
      if (started) {
        source.resume();
        return;
      }
      started = true;
      source.start({
        data(chunk) {
          if (!readable.push(chunk)) source.pause();
        },
        end: () => readable.push(null),
        fail: (error) => readable.destroy(error),
      });
    },
    destroy(error, done) {
      if (!readable.readableEnded) source.cancel(error ?? new Error("the request body is no longer wanted"));
      done(error);
    },
  });
  return readable;
}
