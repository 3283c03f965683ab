import type { IncomingMessage, ServerResponse } from "node:http";
import type { Dispatcher } from "undici";

/** Answers up to this size are sent in one write. */
const maxBufferedBytes = 1024 * 1024;
/** One for all: taking a stack trace for each of many leaving clients would hold up the others. */
const clientLeft = new Error("The client left.");
const notForwardedRequestHeaders = new Set(["host", "connection", "content-length", "transfer-encoding", "keep-alive"]);
const notForwardedResponseHeaders = new Set(["connection", "transfer-encoding", "keep-alive"]);

function requestHeaders(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? "";
    if (!notForwardedRequestHeaders.has(name.toLowerCase())) kept.push(name, raw[index + 1] ?? "");
  }
  return kept;
}

function flushHead(response: ServerResponse): void {
  if (!response.destroyed) response.flushHeaders();
}

/** One forwarded exchange: the least that a correct proxy on `node:http` and undici does. */
class Forwarding implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;
  #controller: Dispatcher.DispatchController | undefined;
  #missing = -1;
  #held: Buffer[] = [];

  constructor(response: ServerResponse) {
    this.#response = response;
    response.on("close", () => {
      if (!response.writableFinished) this.#controller?.abort(clientLeft);
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Record<string, unknown>): void {
    const kept: string[] = [];
    for (const name in headers) {
      if (notForwardedResponseHeaders.has(name)) continue;
      const value = headers[name];
      if (Array.isArray(value)) for (const one of value) kept.push(name, String(one));
      else kept.push(name, String(value));
    }
    this.#response.writeHead(status, kept);
    const length = Number(headers["content-length"] ?? -1);
    if (length > 0 && length <= maxBufferedBytes) this.#missing = length;
    // A chunk that came along with the head is written by then and has taken the head with it.
    else process.nextTick(flushHead, this.#response);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#missing < 0) {
      if (this.#response.write(chunk)) return;
      controller.pause();
      this.#response.once("drain", () => controller.resume());
      return;
    }
    this.#missing -= chunk.length;
    if (this.#missing > 0) this.#held.push(chunk);
    else if (this.#held.length === 0) this.#response.end(chunk);
    else this.#response.end(Buffer.concat([...this.#held, chunk]));
  }

  onResponseEnd(): void {
    if (this.#missing < 0) this.#response.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#response.headersSent) this.#response.destroy();
    else this.#response.writeHead(502, { "content-type": "text/plain" }).end(error.message);
  }
}

function dispatch(incoming: IncomingMessage, response: ServerResponse, call: ForwardedCall): void {
  call.upstream.dispatch(
    {
      method: incoming.method ?? "GET",
      path: incoming.url ?? "/",
      headers: requestHeaders(incoming.rawHeaders),
      body: call.body,
    },
    new Forwarding(response),
  );
}

interface ForwardedCall {
  readonly upstream: Dispatcher;
  readonly body: Buffer | null;
}

/** Reads the whole request and hands it to `upstream`; the answer goes straight into `response`. */
export function forward(incoming: IncomingMessage, response: ServerResponse, upstream: Dispatcher): void {
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  incoming.on("data", (chunk: Buffer) => {
    if (first === undefined) first = chunk;
    else (more ??= [first]).push(chunk);
  });
  incoming.on("end", () => {
    const body = more === undefined ? (first ?? null) : Buffer.concat(more);
    dispatch(incoming, response, { upstream, body });
  });
  incoming.on("error", () => response.destroy());
}
