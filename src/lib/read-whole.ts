import type { Clock } from "../ports/clock.ts";
import type { ByteSource } from "../ports/http-message.ts";
import { joinChunks } from "./join-chunks.ts";

export interface ReadWholeOptions {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, "after">;
  readonly tooLong: () => Error;
  readonly tooSlow: () => Error;
}

/** Collects a body in memory. Rejects with what `tooLong` or `tooSlow` make, or with the source's own failure. */
export function readWhole(source: ByteSource, options: ReadWholeOptions): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    let callOff: (() => void) | undefined;
    const giveUp = (reason: Error): void => {
      callOff?.();
      source.cancel(reason);
      reject(reason);
    };
    let over = false;
    source.start({
      data(chunk) {
        chunks.push(chunk);
        length += chunk.byteLength;
        if (length > options.maxBytes) giveUp(options.tooLong());
      },
      end() {
        over = true;
        callOff?.();
        resolve(joinChunks(chunks, length));
      },
      fail(error) {
        over = true;
        callOff?.();
        reject(error);
      },
    });
    if (!over) callOff = options.clock.after(options.timeoutMs, () => giveUp(options.tooSlow()));
  });
}
