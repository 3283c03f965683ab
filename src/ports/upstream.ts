import type { Body, ByteSource, HeaderList } from "./http-message.ts";

export interface UpstreamTimeouts {
  readonly connectMs: number;
  /** From the request being sent to the answer's head. */
  readonly firstByteMs: number;
  /** Longest silence inside a body. */
  readonly idleMs: number;
}

export interface UpstreamRequest {
  /** Scheme, host and port. Comes from configuration only, never from a request. */
  readonly origin: string;
  /** Path and query, percent-encoded. */
  readonly path: string;
  readonly method: string;
  readonly headers: HeaderList;
  readonly body: Body;
  readonly timeouts: UpstreamTimeouts;
  /** True: a compressed answer is decoded, and its `content-encoding` and `content-length` are dropped. */
  readonly decode: boolean;
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: ByteSource;
}

/** The half of a running exchange that the caller of `send` holds: it may give up at any time. */
export interface UpstreamExchange {
  /** Resolves with the head. Rejects with a `HoldfastError`: `upstream-unreachable`, `upstream-timeout`, or the cancel reason. */
  readonly answer: Promise<UpstreamAnswer>;
  cancel(reason: Error): void;
}

/**
 * Sends one request to a provider. Never follows a redirect, never decodes SSE, verifies TLS, and honours a cancel to
 * the last byte. A body that breaks fails its sink with `upstream-broke` or `upstream-timeout`.
 */
export interface Upstream {
  send(request: UpstreamRequest): UpstreamExchange;
}
