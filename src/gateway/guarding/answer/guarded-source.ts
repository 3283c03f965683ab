import type { StreamEvent, StreamTexts } from "../../../dialects/stream-text.ts";
import { toHoldfastError, type HoldfastError } from "../../../errors.ts";
import { joinChunks } from "../../../lib/join-chunks.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ByteSink, ByteSource } from "../../../ports/http-message.ts";
import type { GuardedStream } from "./guard-stream.ts";
import { HeldEvent } from "./held-event.ts";
import { StreamQueue } from "./stream-queue.ts";
import { StreamScreen } from "./stream-screen.ts";

/**
 * A provider's streamed body under a policy that is enforced: its events wait in a queue, each until all that it says is
 * decided, and go on in their order. Where the answer must not go on, the provider is hung up on, and the stream ends in
 * its dialect's own way.
 */
export class GuardedSource implements ByteSource {
  readonly #stream: GuardedStream;
  readonly #clock: Pick<Clock, "after" | "monotonic">;
  readonly #texts: StreamTexts;
  readonly #screen: StreamScreen;
  readonly #queue = new StreamQueue();
  #sink: ByteSink | undefined;
  #callOffTick: (() => void) | undefined;
  #isPaused = false;
  #over = false;

  constructor(stream: GuardedStream, clock: Pick<Clock, "after" | "monotonic">) {
    this.#stream = stream;
    this.#clock = clock;
    this.#texts = stream.texts;
    this.#screen = new StreamScreen(stream.guards, clock);
    // The exchange below hears of the same cancellation by itself.
    stream.cancellation.onCancel(() => this.#close());
  }

  start(sink: ByteSink): void {
    this.#sink = sink;
    this.#stream.body.start({
      data: (chunk) => this.#data(chunk),
      end: () => this.#end(),
      fail: (error) => this.#fail(error),
    });
  }

  pause(): void {
    this.#isPaused = true;
    this.#stream.body.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#forward();
    if (!this.#mustWait()) this.#stream.body.resume();
  }

  cancel(reason: Error): void {
    this.#close();
    this.#stream.body.cancel(reason);
  }

  #data(chunk: Uint8Array): void {
    if (this.#over) return;
    // While the caller reads slowly, nothing is waited for.
    if (!this.#isPaused) this.#stream.heard();
    if (!this.#decide(() => this.#add(this.#texts.feed(chunk)))) return;
    if (!this.#mustWait()) this.#forward();
    this.#awaitTick();
  }

  #end(): void {
    if (this.#over) return;
    const isDecided = this.#decide(() => {
      this.#add(this.#texts.flush());
      this.#screen.end();
    });
    if (!isDecided) return;
    this.#forward();
    this.#close();
    this.#sink?.end();
  }

  /** What is decided goes out; what is not might be the first half of something. */
  #fail(error: Error): void {
    if (this.#over) return;
    this.#forward();
    this.#close();
    this.#sink?.fail(error);
  }

  #add(events: readonly StreamEvent[]): void {
    const nowMs = this.#clock.monotonic();
    for (const event of events) {
      if (this.#queue.isFull) this.#overflow();
      const held = new HeldEvent(event);
      this.#queue.push(held);
      this.#screen.add(held, nowMs);
    }
  }

  /** A policy that lets pass what a guard could not read takes what came so far for all. */
  #overflow(): void {
    this.#screen.unread();
    this.#screen.end();
    this.#forward();
  }

  /** Runs a step of the screening; false: it came to a refusal, and the stream has ended. */
  #decide(step: () => void): boolean {
    try {
      step();
      return true;
    } catch (thrown) {
      this.#stop(toHoldfastError(thrown));
      return false;
    }
  }

  #stop(refusal: HoldfastError): void {
    const { guards, body } = this.#stream;
    if (refusal.code === "internal-error") guards.broke([{ detector: "stream", reason: "threw", cause: refusal }]);
    this.#forward();
    this.#close();
    guards.stop(refusal);
    body.cancel(refusal);
    const ending = this.#texts.stop(refusal.message);
    if (ending.byteLength === 0) {
      this.#sink?.fail(refusal);
      return;
    }
    this.#sink?.data(ending);
    this.#sink?.end();
  }

  /** Lets go of the events that are decided, as one chunk. */
  #forward(): void {
    const ready: Uint8Array[] = [];
    let length = 0;
    for (let held = this.#queue.next(); held !== undefined; held = this.#queue.next()) {
      const bytes = this.#texts.forward(held.event, held.replaced);
      ready.push(bytes);
      length += bytes.byteLength;
    }
    if (length > 0) this.#sink?.data(joinChunks(ready, length));
  }

  /** The caller reads slowly, or has left while it was sent something. */
  #mustWait(): boolean {
    return this.#isPaused || this.#over;
  }

  #awaitTick(): void {
    const dueAtMs = this.#screen.dueAtMs;
    if (dueAtMs === undefined || this.#callOffTick !== undefined || this.#over) return;
    const waitMs = Math.max(0, dueAtMs - this.#clock.monotonic());
    this.#callOffTick = this.#clock.after(waitMs, () => this.#tick());
  }

  #tick(): void {
    this.#callOffTick = undefined;
    if (!this.#decide(() => this.#screen.tick(this.#clock.monotonic()))) return;
    if (!this.#mustWait()) this.#forward();
    this.#awaitTick();
  }

  /** Frees what this holds; nothing more is sent but by who closes. */
  #close(): void {
    this.#over = true;
    this.#callOffTick?.();
    this.#callOffTick = undefined;
    this.#queue.clear();
  }
}
