import type { AnswerText, AnswerTexts } from "./answer-text.ts";

/** One event of a streamed answer. The bytes of all events, joined, are the stream's own. */
export interface StreamEvent extends AnswerTexts {
  readonly bytes: Uint8Array;
  /** Channels that end with this event; all others that begin with one of these and a slash end too. Empty text: all. */
  readonly closes: readonly string[];
  /** True for the dialect's own end (`[DONE]`, `message_stop`, `response.completed` …). */
  readonly ended: boolean;
}

/**
 * A streamed answer, event by event, between the provider and the caller. Whoever holds events back forwards each whole,
 * in order, as it came or with texts replaced; or stops instead.
 *
 *     for (const event of stream.feed(chunk)) … sink.data(stream.forward(event)) … sink.data(stream.stop("why"))
 */
export interface StreamTexts {
  /** Takes the next chunk, cut anywhere, and returns the events that are complete with it. Never throws. */
  feed(chunk: Uint8Array): readonly StreamEvent[];
  /** What is left when the stream has ended: an event that lacks its ending, or the bracket of a JSON stream. */
  flush(): readonly StreamEvent[];
  /**
   * The event's bytes for the caller: the very same, or with texts replaced, its token probabilities then left out. Notes
   * what the caller has seen, so that `stop` can end it.
   */
  forward(event: StreamEvent, replaced?: ReadonlyMap<AnswerText, string>): Uint8Array;
  /**
   * The bytes that end, after what was forwarded, an answer that is stopped: open blocks are closed, and the finish reason
   * is the dialect's own for a filter. `why` reaches the caller where the dialect has a place for it. Nothing follows.
   * Empty when the answer is no stream, although one was asked for: then nothing has been forwarded, and an error can be sent.
   */
  stop(why: string): Uint8Array;
}
