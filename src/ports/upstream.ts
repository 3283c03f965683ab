import type { Body, ByteSource, HeaderList } from "./http-message.ts";

export interface UpstreamRequest {
  /** Scheme, host and port. Comes from configuration only, never from a request. */
  readonly origin: string;
  /** Path and query, percent-encoded. */
  readonly path: string;
  readonly method: string;
  readonly headers: HeaderList;
  readonly body: Body;
  /** Longest wait for a connection, in milliseconds. All other waits are the gateway's, which cancels. */
  readonly connectMs: number;
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
  /** Resolves with the head. Rejects with `upstream-unreachable`, `upstream-timeout` (no connection), or the cancel reason. */
  readonly answer: Promise<UpstreamAnswer>;
  cancel(reason: Error): void;
}

/**
 * Sends one request to a provider. Never follows a redirect, never decodes SSE, verifies TLS, and honours a cancel to
 * the last byte. A body that breaks fails its sink with `upstream-broke`.
 */
export interface Upstream {
  send(request: UpstreamRequest): UpstreamExchange;
}
