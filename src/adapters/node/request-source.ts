import type { IncomingMessage } from "node:http";

import type { ByteSink, ByteSource } from "../../ports/http-message.ts";
import { HoldfastError } from "../../errors.ts";

/** The body of a request that node:http received, as our push source. */
export function requestSource(request: IncomingMessage): ByteSource {
  let over = false;
  return {
    start(sink: ByteSink) {
      request.on("data", (chunk: Uint8Array) => {
        if (!over) sink.data(chunk);
      });
      request.on("end", () => {
        if (over) return;
        over = true;
        sink.end();
      });
      const broke = (): void => {
        if (over) return;
        over = true;
        sink.fail(new HoldfastError("client-closed", { message: "The request body broke off." }));
      };
      request.on("error", broke);
      request.on("close", broke);
    },
    pause: () => request.pause(),
    resume: () => request.resume(),
    cancel() {
      over = true;
      // Read on and throw away: the answer must still reach a caller who is busy sending (RFC 9112, section 9.6).
      request.resume();
    },
  };
}
