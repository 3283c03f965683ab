import type { StreamWatcher } from "../../dialects/dialect.ts";
import { toHoldfastError } from "../../errors.ts";
import type { HoldfastError } from "../../errors.ts";
import { endsAtEventBorder } from "../../lib/ends-at-event-border.ts";
import { mediaType } from "../../lib/header-list.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ByteSink, ByteSource } from "../../ports/http-message.ts";
import type { AnsweredCall } from "../dispatch.ts";
import { outcomeOf } from "./outcome-of.ts";
import type { Settlement } from "./settlement.ts";

/** How long the end of a body may lag behind the dialect's own end. */
const endFollowsMs = 20;

export interface SettlingParts {
  readonly settlement: Settlement;
  readonly watcher: StreamWatcher;
  readonly clock: Pick<Clock, "after">;
}

/**
 * A provider's streamed body on its way to the caller: each chunk is shown to the watcher and forwarded. The chunk that
 * holds the dialect's own end, or else the end of the body, waits until the call's row is safe: an answer that a caller
 * saw whole has its row, whatever is killed afterwards.
 */
export class SettlingSource implements ByteSource {
  readonly #call: AnsweredCall;
  readonly #settlement: Settlement;
  readonly #watcher: StreamWatcher;
  readonly #clock: Pick<Clock, "after">;
  #sink: ByteSink | undefined;
  #responseBytes = 0;
  /** The end of what was forwarded last, to know whether an error event would stand in the middle of another. */
  #lastForwarded: Uint8Array | undefined;
  /** While the row is being written, what follows waits here: the last chunk and, at most, one read behind it. */
  #waiting: Uint8Array[] | undefined;
  /** Calls off the wait for the body's end, while the chunk with the dialect's own end is held. */
  #callOffEnd: (() => void) | undefined;
  #wentOn = false;
  #over = false;

  constructor(call: AnsweredCall, parts: SettlingParts) {
    this.#call = call;
    this.#settlement = parts.settlement;
    this.#watcher = parts.watcher;
    this.#clock = parts.clock;
  }

  start(sink: ByteSink): void {
    this.#sink = sink;
    this.#call.request.cancellation.onCancel((reason) => this.#cancelled(reason));
    if (this.#over) return;
    this.#call.answer.body.start({
      data: (chunk) => this.#data(chunk),
      end: () => this.#end(),
      fail: (error) => this.#fail(error),
    });
  }

  pause(): void {
    // A caller who reads slowly is no provider that fell silent.
    this.#settlement.deadline.waitForNothing();
    this.#call.answer.body.pause();
  }

  resume(): void {
    this.#settlement.deadline.heard();
    if (this.#waiting === undefined) this.#call.answer.body.resume();
  }

  cancel(reason: Error): void {
    this.#call.request.cancellation.cancel(reason);
  }

  #data(chunk: Uint8Array): void {
    if (this.#over) return;
    this.#settlement.deadline.heard();
    this.#responseBytes += chunk.byteLength;
    this.#settlement.capture?.answered(chunk);
    const step = this.#watcher.feed(chunk);
    if (this.#watcher.sawContent) this.#settlement.firstToken();
    if (this.#callOffEnd !== undefined) this.#goOn();
    else if (step.ended && !this.#wentOn && !this.#settlement.closed) this.#holdEnd();
    this.#forward(step.forward);
  }

  #forward(bytes: Uint8Array | undefined): void {
    if (bytes === undefined || bytes.byteLength === 0) return;
    this.#lastForwarded = bytes;
    if (this.#waiting === undefined) this.#sink?.data(bytes);
    else this.#waiting.push(bytes);
  }

  /**
   * The dialect's own end is here, and the body's end follows at once, nearly always. If it does not, the row is written
   * without it, because callers take the dialect's end for the end of the answer.
   */
  #holdEnd(): void {
    this.#waiting = [];
    this.#callOffEnd = this.#clock.after(endFollowsMs, () => this.#settle());
  }

  /** More came: several answers share this body, and only its own end counts. */
  #goOn(): void {
    this.#callOffEnd?.();
    this.#callOffEnd = undefined;
    this.#wentOn = true;
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const bytes of waiting) this.#forward(bytes);
  }

  /** Writes the row, and only then lets go what waits. */
  #settle(): void {
    this.#callOffEnd?.();
    this.#callOffEnd = undefined;
    const committed = this.#close();
    if (committed === undefined) {
      this.#release();
      return;
    }
    this.#waiting ??= [];
    this.#call.answer.body.pause();
    void committed.then(() => this.#release());
  }

  #release(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    if (this.#sink === undefined) return;
    for (const bytes of waiting) this.#sink.data(bytes);
    if (this.#over) this.#sink.end();
    else this.#call.answer.body.resume();
  }

  #end(): void {
    if (this.#over) return;
    this.#forward(this.#watcher.flush());
    this.#over = true;
    if (!this.#settlement.closed) this.#settle();
    else if (this.#waiting === undefined) this.#sink?.end();
  }

  #close(): Promise<void> | undefined {
    const { guards, answer } = this.#call;
    const { status } = answer;
    const reading = this.#watcher.finish();
    const refusal = guards?.refusal;
    if (refusal !== undefined) {
      const responseBytes = this.#responseBytes;
      return this.#settlement.close({ outcome: outcomeOf(refusal), status, error: refusal, reading, responseBytes });
    }
    const failed = reading.errorInBody !== undefined && status < 400;
    return this.#settlement.close({
      outcome: failed ? "broke" : status < 400 ? "answered" : "declined",
      status,
      reading,
      responseBytes: this.#responseBytes,
    });
  }

  /** The provider broke off, or the call's time is up: the row says so, and the caller is told in its own dialect. */
  #fail(thrown: Error): void {
    if (this.#over) return;
    // After the dialect's own end nothing was lost.
    if (this.#settlement.closed || this.#callOffEnd !== undefined) {
      this.#end();
      return;
    }
    const error = toHoldfastError(thrown);
    this.#over = true;
    const committed = this.#settlement.close({
      outcome: outcomeOf(error),
      status: this.#call.answer.status,
      error,
      reading: this.#watcher.finish(),
      responseBytes: this.#responseBytes,
    });
    const tell = (): void => {
      const sink = this.#sink;
      if (sink === undefined) return;
      if (!this.#mayTell()) {
        sink.fail(error);
        return;
      }
      sink.data(this.#call.dialect.renderStreamError(error, this.#call.id));
      sink.end();
    };
    if (committed === undefined) tell();
    else void committed.then(tell);
  }

  /** An error event can only stand between two events of an event stream; elsewhere the connection breaks instead. */
  #mayTell(): boolean {
    if (mediaType(this.#call.answer.headers) !== "text/event-stream") return false;
    return this.#lastForwarded === undefined || endsAtEventBorder(this.#lastForwarded);
  }

  #cancelled(reason: Error): void {
    if (this.#over) return;
    const error = toHoldfastError(reason);
    // The exchange below hears of the same cancellation by itself, and frees its connection.
    if (error.code !== "client-closed") {
      this.#fail(error);
      return;
    }
    this.#callOffEnd?.();
    this.#over = true;
    this.#sink = undefined;
    // A thousand callers may leave in one moment. Every provider is let go of before the first row is written; until then
    // the row that was announced stands for the call.
    this.#clock.after(0, () => this.#closeLeft(error));
  }

  #closeLeft(error: HoldfastError): void {
    const { status } = this.#call.answer;
    const reading = this.#watcher.finish();
    // SDKs hang up on a provider's error event: then it was the provider that failed, and not the caller who left.
    const hasFailed = reading.errorInBody !== undefined && status < 400;
    // Nobody waits for it any more.
    void this.#settlement.close({
      outcome: hasFailed ? "broke" : "client-closed",
      status,
      ...(hasFailed ? {} : { error }),
      reading,
      responseBytes: this.#responseBytes,
    });
  }
}
