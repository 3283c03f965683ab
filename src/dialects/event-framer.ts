/** Cuts a stream, given as one-byte strings (see `latin1`), into its events. Holds at most `maxEventLength` between chunks. */
export interface EventFramer {
  /** Takes the next chunk; then `next` is called until it returns false. */
  push(text: string): void;
  /** True when another event is complete; its parts are then below. */
  next(): boolean;
  /** True when the stream has ended after an event that only lacks its ending; its parts are now below. */
  rest(): boolean;
  /** The event's name; empty when it has none. */
  readonly name: string;
  /** The event's data; empty when it has none or was too long to keep. */
  readonly data: string;
  /** Where, in the chunk pushed last, the current event ends. */
  readonly end: number;
  /** Characters at the chunk's start that belong to the event before it (the LF of a CRLF that was cut in two). */
  readonly leading: number;
  /** True when the framing itself has said that nothing follows (the bracket that closes a JSON stream). */
  readonly closed: boolean;
}

/**
 * The longest event that is kept for reading: 16 MiB, since an image comes as one event, and the usage with it. A longer
 * one is forwarded like any other, and not read.
 */
export const maxEventLength = 16 * 1024 * 1024;
