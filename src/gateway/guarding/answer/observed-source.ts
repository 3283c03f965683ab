import type { StreamEvent } from "../../../dialects/stream-text.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ByteSink, ByteSource } from "../../../ports/http-message.ts";
import type { GuardedStream } from "./guard-stream.ts";
import { HeldEvent } from "./held-event.ts";
import { StreamScreen } from "./stream-screen.ts";

/** A provider's streamed body under a policy that only looks on: every chunk goes on at once, and is read afterwards. */
export class ObservedSource implements ByteSource {
  readonly #stream: GuardedStream;
  readonly #clock: Pick<Clock, "monotonic">;
  readonly #screen: StreamScreen;
  #isRead = false;

  constructor(stream: GuardedStream, clock: Pick<Clock, "monotonic">) {
    this.#stream = stream;
    this.#clock = clock;
    this.#screen = new StreamScreen(stream.guards, clock);
    // Before whoever closes the call's row hears of it: what came so far is on the record.
    stream.cancellation.onCancel(() => this.#finish());
  }

  start(sink: ByteSink): void {
    const { body, texts } = this.#stream;
    body.start({
      data: (chunk) => {
        sink.data(chunk);
        this.#read(() => this.#add(texts.feed(chunk)));
      },
      end: () => {
        this.#read(() => this.#add(texts.flush()));
        this.#finish();
        sink.end();
      },
      fail: (error) => {
        this.#finish();
        sink.fail(error);
      },
    });
  }

  pause(): void {
    this.#stream.body.pause();
  }

  resume(): void {
    this.#stream.body.resume();
  }

  cancel(reason: Error): void {
    this.#finish();
    this.#stream.body.cancel(reason);
  }

  #add(events: readonly StreamEvent[]): void {
    const nowMs = this.#clock.monotonic();
    for (const event of events) this.#screen.add(new HeldEvent(event), nowMs);
  }

  #finish(): void {
    this.#read(() => this.#screen.end());
    this.#isRead = true;
  }

  /** Who only looks on may not break the stream: what it could not read is on the record, and why in the log. */
  #read(step: () => void): void {
    if (this.#isRead) return;
    try {
      step();
    } catch (cause) {
      this.#isRead = true;
      this.#screen.unread({ detector: "stream", reason: "threw", cause });
    }
  }
}
