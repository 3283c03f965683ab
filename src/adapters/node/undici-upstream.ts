import { Pool } from "undici";
import type { Dispatcher } from "undici";

import type { Upstream, UpstreamAnswer, UpstreamExchange, UpstreamRequest } from "../../ports/upstream.ts";
import type { ByteSink, ByteSource, HeaderList } from "../../ports/http-message.ts";
import { HoldfastError } from "../../errors.ts";
import { decodeSource, supportedEncodings } from "./decode-source.ts";
import { readableFromSource } from "./readable-from-source.ts";
import { mapUndiciError } from "./map-undici-error.ts";

/** How long an idle connection to a provider is kept. */
const keepAliveMs = 60_000;
/** Origins come from configuration, so this is never reached by honest use; it bounds what a bug could do. */
const maxPools = 256;

export interface UndiciUpstreamOptions {
  readonly maxConnectionsPerOrigin: number;
  readonly maxHeaderBytes: number;
}

/**
 * The network, through undici's `dispatch`: no `fetch`, no web streams (they cost seven times a bare proxy). Follows no
 * redirect, keeps connections alive, verifies TLS by Node's defaults.
 */
export function createUndiciUpstream(options: UndiciUpstreamOptions): Upstream & { close(): Promise<void> } {
  const pools = new Map<string, Pool>();
  const poolFor = (origin: string, connectMs: number): Pool => {
    const key = `${connectMs} ${origin}`;
    const known = pools.get(key);
    if (known !== undefined) return known;
    if (pools.size >= maxPools) throw new HoldfastError("internal-error", { internal: { reason: "too many origins" } });
    const pool = new Pool(origin, {
      connections: options.maxConnectionsPerOrigin,
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      maxHeaderSize: options.maxHeaderBytes,
      connect: { timeout: connectMs },
      // The gateway's own deadlines hold; two timers a call less.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    pools.set(key, pool);
    return pool;
  };
  return {
    send(request) {
      const exchange = new Exchange(request.decode);
      try {
        poolFor(request.origin, request.connectMs).dispatch(
          {
            path: request.path,
            method: request.method,
            headers: undiciHeaders(request.headers),
            body: undiciBody(request.body) ?? null,
          },
          exchange,
        );
      } catch (error) {
        exchange.onResponseError(undefined, toError(error));
      }
      return exchange;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/** undici wants a mutable array and leaves it as it is. */
function undiciHeaders(headers: HeaderList): string[] {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- undici only reads it (core/request.js)
  return headers as string[];
}

function undiciBody(body: UpstreamRequest["body"]) {
  if (body === undefined || body instanceof Uint8Array) return body;
  return readableFromSource(body);
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/**
 * Aborting makes an error for the socket, whose stack Node formats and nobody sees: a third of what it costs when a
 * thousand callers leave at once.
 */
function withoutStackTraces(work: () => void): void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

const openState = Symbol("open");
/** Beyond this, an answer nobody listens to yet is paused. */
const maxEarlyBytes = 256 * 1024;

/** One request and its answer: undici's handler on one side, our `UpstreamExchange` and `ByteSource` on the other. */
class Exchange implements UpstreamExchange, ByteSource, Dispatcher.DispatchHandler {
  readonly answer: Promise<UpstreamAnswer>;
  readonly #decode: boolean;
  #resolve: (answer: UpstreamAnswer) => void = () => {};
  #reject: (error: Error) => void = () => {};
  #controller: Dispatcher.DispatchController | undefined;
  #sink: ByteSink | undefined;
  /** What came before anyone listened. Listening follows within microtasks, so this is one read of the socket or less. */
  #early: Uint8Array[] = [];
  #earlyBytes = 0;
  #pausedEarly = false;
  /** How the body ended before anyone listened. */
  #ended: typeof openState | undefined | Error = openState;
  #cancelled: Error | undefined;
  #headArrived = false;

  constructor(decode: boolean) {
    this.#decode = decode;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#cancelled !== undefined) controller.abort(this.#cancelled);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // 1xx answers are hints; the final head follows.
    if (status < 200) return;
    this.#headArrived = true;
    const encoding = headers["content-encoding"];
    if (this.#decode && typeof encoding === "string" && supportedEncodings.has(encoding)) {
      const list = flatten(headers, droppedWhenDecoded);
      this.#resolve({ status, headers: list, body: decodeSource(this, encoding) });
      return;
    }
    this.#resolve({ status, headers: flatten(headers, droppedNever), body: this });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#cancelled !== undefined) return;
    if (this.#sink !== undefined) {
      this.#sink.data(chunk);
      return;
    }
    this.#early.push(chunk);
    this.#earlyBytes += chunk.byteLength;
    if (this.#earlyBytes < maxEarlyBytes) return;
    this.#pausedEarly = true;
    controller.pause();
  }

  onResponseEnd(): void {
    if (this.#cancelled !== undefined) return;
    if (this.#sink !== undefined) this.#sink.end();
    else this.#ended = undefined;
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#cancelled !== undefined) {
      this.#reject(this.#cancelled);
      return;
    }
    const mapped = mapUndiciError(error, this.#headArrived);
    if (!this.#headArrived) this.#reject(mapped);
    else if (this.#sink !== undefined) this.#sink.fail(mapped);
    else this.#ended = mapped;
  }

  start(sink: ByteSink): void {
    if (this.#cancelled !== undefined) return;
    const early = this.#early;
    this.#early = [];
    for (const chunk of early) sink.data(chunk);
    if (this.#cancelled !== undefined) return;
    this.#sink = sink;
    if (this.#ended === undefined) sink.end();
    else if (this.#ended !== openState) sink.fail(this.#ended);
    else if (this.#pausedEarly) this.#controller?.resume();
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  cancel(reason: Error): void {
    if (this.#cancelled !== undefined) return;
    this.#cancelled = reason;
    this.#early = [];
    withoutStackTraces(() => this.#controller?.abort(reason));
    this.#reject(reason);
  }
}

const droppedNever: ReadonlySet<string> = new Set();
/** They describe the bytes before decoding. */
const droppedWhenDecoded: ReadonlySet<string> = new Set(["content-encoding", "content-length"]);

function flatten(headers: Record<string, string | string[] | undefined>, dropped: ReadonlySet<string>): HeaderList {
  const list: string[] = [];
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined || dropped.has(name)) continue;
    if (typeof value === "string") list.push(name, value);
    else for (const one of value) list.push(name, one);
  }
  return list;
}
