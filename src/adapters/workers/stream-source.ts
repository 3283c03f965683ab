import type { ByteSink, ByteSource } from "../../ports/http-message.ts";

/**
 * A web stream as our push source. It is read piece by piece while nobody pauses it, so its sender waits for a slow
 * receiver. `mapError` makes the sink's error of a stream that broke.
 */
export class StreamSource implements ByteSource {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #mapError: (cause: unknown) => Error;
  #sink: ByteSink | undefined;
  #isReading = false;
  #isPaused = false;
  #isOver = false;

  constructor(stream: ReadableStream<Uint8Array>, mapError: (cause: unknown) => Error) {
    this.#reader = stream.getReader();
    this.#mapError = mapError;
  }

  start(sink: ByteSink): void {
    this.#sink = sink;
    if (!this.#isOver) void this.#read(sink);
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#sink !== undefined && !this.#isOver) void this.#read(this.#sink);
  }

  cancel(reason: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // A stream that broke before it was cancelled rejects here once more; whoever cancels does not wait for it.
    this.#reader.cancel(reason).catch(() => {});
  }

  /** Like a cancel, but the sink hears of it: whoever waits for the rest must not wait for ever. */
  fail(reason: Error): void {
    if (this.#isOver) return;
    this.cancel(reason);
    this.#sink?.fail(reason);
  }

  async #read(sink: ByteSink): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (!this.#isPaused && !this.#isOver) {
        const step = await this.#reader.read();
        if (this.#stopped) return;
        if (step.done) {
          this.#isOver = true;
          sink.end();
          return;
        }
        if (step.value.byteLength > 0) sink.data(step.value);
      }
    } catch (cause) {
      if (this.#stopped) return;
      this.#isOver = true;
      sink.fail(this.#mapError(cause));
    } finally {
      this.#isReading = false;
    }
  }

  /** Asked anew after every wait: a cancel may have come meanwhile. */
  get #stopped(): boolean {
    return this.#isOver;
  }
}
