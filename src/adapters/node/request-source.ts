import type { IncomingMessage } from "node:http";

import type { Cancellation } from "../../lib/cancellation.ts";
import type { ByteSink, ByteSource } from "../../ports/http-message.ts";

/**
 * The body of a request that node:http received, as our push source. A caller that leaves cancels the call, so the
 * cancellation is the one way in which this body fails; no listeners are spent on finding out again.
 */
export function requestSource(request: IncomingMessage, cancellation: Cancellation): ByteSource {
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
      cancellation.onCancel((reason) => {
        if (over) return;
        over = true;
        sink.fail(reason);
      });
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
