import type { Cancellation } from "../lib/cancellation.ts";

/** Header names and values in wire order: `[name, value, name, value, …]`. Names are lower case: edges see to it. */
export type HeaderList = readonly string[];

/** Receives a body. Exactly one of `end` and `fail` comes last; nothing comes after it. */
export interface ByteSink {
  data(chunk: Uint8Array): void;
  end(): void;
  fail(error: Error): void;
}

/** A body that arrives in pieces. It pushes; the receiver may pause it, resume it, or cancel it for good. */
export interface ByteSource {
  /** Called once. Chunks may arrive before this returns. */
  start(sink: ByteSink): void;
  pause(): void;
  resume(): void;
  /** Frees everything behind the source at once. The sink hears nothing more. */
  cancel(reason: Error): void;
}

/** A whole body in memory, a body in pieces, or none. */
export type Body = Uint8Array | ByteSource | undefined;

/** A request as an edge (node:http, workerd) hands it to the gateway. */
export interface IncomingRequest {
  readonly method: string;
  /** The raw path, still percent-encoded, without the query. */
  readonly path: string;
  /** The raw query without its question mark; empty when there is none. */
  readonly query: string;
  readonly headers: HeaderList;
  /** The body, unread. */
  readonly body: ByteSource | undefined;
  /** The caller's address, for logs only. */
  readonly remoteAddress: string | undefined;
  /** The edge cancels it when the caller leaves; the gateway, when time is up. */
  readonly cancellation: Cancellation;
}

/** An answer as the gateway hands it to an edge. */
export interface Answer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Body;
}
