import { HoldfastError } from "../../errors.ts";
import type { ByteSource } from "../../ports/http-message.ts";

/** What may wait for a slow reader before its source is paused. */
const maxQueuedBytes = 64 * 1024;

/** Our push source as a web stream, for workerd to read: pressure and cancelling pass through, and nothing is copied. */
export function streamFromSource(source: ByteSource): ReadableStream<Uint8Array> {
  let isOver = false;
  let isPaused = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        source.start({
          data(chunk) {
            if (isOver || chunk.byteLength === 0) return;
            controller.enqueue(chunk);
            if (isPaused || (controller.desiredSize ?? 0) > 0) return;
            isPaused = true;
            source.pause();
          },
          end() {
            if (isOver) return;
            isOver = true;
            controller.close();
          },
          fail(error) {
            if (isOver) return;
            isOver = true;
            controller.error(error);
          },
        });
      },
      pull() {
        if (!isPaused || isOver) return;
        isPaused = false;
        source.resume();
      },
      cancel(reason) {
        if (isOver) return;
        isOver = true;
        source.cancel(reason instanceof Error ? reason : new HoldfastError("client-closed"));
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maxQueuedBytes }),
  );
}
