import type { ByteSink, ByteSource } from "../ports/http-message.ts";
import type { Cancellation } from "./cancellation.ts";
import { joinChunks } from "./join-chunks.ts";

/** A body that was short enough to be read whole, or one that was not: then `rest` is all of it, from its first byte. */
export type ReadUpTo =
  | { readonly kind: "whole"; readonly bytes: Uint8Array }
  | { readonly kind: "long"; readonly rest: ByteSource };

export interface Wait {
  readonly cancellation: Cancellation;
  /** Told of each chunk, so that silence can be told from slowness. */
  heard(): void;
}

/**
 * Reads a body into memory unless it is longer than `maxBytes`. Rejects with the source's failure, or with the reason when
 * the call is cancelled: a cancelled source says nothing more.
 */
export function readUpTo(source: ByteSource, maxBytes: number, wait: Wait): Promise<ReadUpTo> {
  return new Promise((resolve, reject) => {
    wait.cancellation.onCancel(reject);
    const chunks: Uint8Array[] = [];
    let length = 0;
    let handedOver: Replay | undefined;
    source.start({
      data(chunk) {
        wait.heard();
        if (handedOver !== undefined) {
          handedOver.data(chunk);
          return;
        }
        chunks.push(chunk);
        length += chunk.byteLength;
        if (length <= maxBytes) return;
        handedOver = new Replay(source, chunks);
        resolve({ kind: "long", rest: handedOver });
      },
      end() {
        if (handedOver === undefined) resolve({ kind: "whole", bytes: joinChunks(chunks, length) });
        else handedOver.end();
      },
      fail(error) {
        if (handedOver === undefined) reject(error);
        else handedOver.fail(error);
      },
    });
  });
}

/** What was read so far, then the source's own rest. The source is paused until someone listens again. */
class Replay implements ByteSource, ByteSink {
  readonly #source: ByteSource;
  readonly #held: Uint8Array[];
  #sink: ByteSink | undefined;
  #over: "ended" | Error | undefined;

  constructor(source: ByteSource, held: Uint8Array[]) {
    this.#source = source;
    this.#held = held;
    source.pause();
  }

  start(sink: ByteSink): void {
    for (const chunk of this.#held.splice(0)) sink.data(chunk);
    this.#sink = sink;
    if (this.#over === "ended") sink.end();
    else if (this.#over !== undefined) sink.fail(this.#over);
    else this.#source.resume();
  }

  data(chunk: Uint8Array): void {
    if (this.#sink === undefined) this.#held.push(chunk);
    else this.#sink.data(chunk);
  }

  end(): void {
    if (this.#sink === undefined) this.#over = "ended";
    else this.#sink.end();
  }

  fail(error: Error): void {
    if (this.#sink === undefined) this.#over = error;
    else this.#sink.fail(error);
  }

  pause(): void {
    this.#source.pause();
  }

  resume(): void {
    this.#source.resume();
  }

  cancel(reason: Error): void {
    this.#held.length = 0;
    this.#source.cancel(reason);
  }
}
