import type { Reading } from "./dialect.ts";

/**
 * What an event means to its stream: the dialect's own `end`, a `usage` event that holds nothing else, or nothing.
 */
export type EventMeaning = "end" | "usage" | undefined;

/** One dialect's reading of an answer, event by event. Never throws. Texts are one-byte strings (see `latin1`). */
export interface EventReader {
  /** Reads one event of a stream. */
  event(name: string, data: string): EventMeaning;
  /** Reads a whole answer that is one JSON object. */
  whole(text: string): void;
  readonly sawContent: boolean;
  /** What has been read so far; may be asked more than once. */
  finish(): Reading;
}
