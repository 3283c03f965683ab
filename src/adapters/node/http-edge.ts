import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

import type { Answer, ByteSource, HeaderList, IncomingRequest } from "../../ports/http-message.ts";
import { Cancellation } from "../../lib/cancellation.ts";
import { lowerCaseNames } from "../../lib/header-list.ts";
import { HoldfastError } from "../../errors.ts";
import { requestSource } from "./request-source.ts";

/** Idle keep-alive connections of callers are closed after this; longer than most load balancers keep theirs. */
const keepAliveMs = 75_000;
/** A caller must send a request's head within this. */
const headMs = 30_000;
/** How long a caller may leave an answer unread before it counts as gone. */
const stalledReaderMs = 120_000;

/** One for all: it says nothing about a single call, and a stack trace for each would cost more than the rest of leaving. */
const callerLeft = new HoldfastError("client-closed");

export interface NodeEdgeOptions {
  readonly maxHeaderBytes: number;
  /** Whether a path is the data plane's; everything else goes to `other`. */
  readonly isDataPlane: (path: string) => boolean;
  readonly handle: (request: IncomingRequest) => Promise<Answer>;
  readonly other: (request: IncomingMessage, response: ServerResponse) => void;
  readonly onFault: (error: unknown) => void;
}

/**
 * The data plane on node:http: reads straight from the request and writes straight to the response. No web streams, no
 * middleware between (docs/decisions/0001-direct-node-edge.md has the costs).
 */
export function createNodeEdge(options: NodeEdgeOptions): Server {
  const server = createServer(
    { keepAliveTimeout: keepAliveMs, headersTimeout: headMs, requestTimeout: 0, maxHeaderSize: options.maxHeaderBytes },
    (request, response) => {
      const url = request.url ?? "/";
      const mark = url.indexOf("?");
      const path = mark < 0 ? url : url.slice(0, mark);
      if (!options.isDataPlane(path)) {
        options.other(request, response);
        return;
      }
      // A caller that keeps its connection must look for another gateway, and must not keep this one from ending.
      if (!server.listening) response.shouldKeepAlive = false;
      const cancellation = new Cancellation();
      response.on("close", () => {
        if (!response.writableFinished) cancellation.cancel(callerLeft);
      });
      options
        .handle({
          method: request.method ?? "GET",
          path,
          query: mark < 0 ? "" : url.slice(mark + 1),
          headers: lowerCaseNames(request.rawHeaders),
          body: hasBody(request) ? requestSource(request, cancellation) : undefined,
          remoteAddress: request.socket.remoteAddress,
          cancellation,
        })
        .then((answer) => writeAnswer(answer, response))
        .catch((error: unknown) => {
          options.onFault(error);
          response.destroy();
        });
    },
  );
  // A protocol error must not become an uncaught exception, and must not wait for the caller to leave.
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable) socket.end(protocolAnswer(error.code));
    else socket.destroy();
  });
  return server;
}

/** What is said to a request whose head cannot be read: nobody knows its dialect, so a sentence has to do. */
const protocolErrors: ReadonlyMap<string | undefined, readonly [status: string, says: string]> = new Map([
  [
    "HPE_HEADER_OVERFLOW",
    ["431 Request Header Fields Too Large", "The headers are longer than limits.maxHeaderBytes."],
  ],
  ["ERR_HTTP_REQUEST_TIMEOUT", ["408 Request Timeout", "The request's head did not arrive in time."]],
]);
const notHttp = ["400 Bad Request", "This is not a request of HTTP/1.1 as RFC 9112 has it."] as const;

function protocolAnswer(code: string | undefined): string {
  const [status, says] = protocolErrors.get(code) ?? notHttp;
  const head = [
    `HTTP/1.1 ${status}`,
    "connection: close",
    "content-type: text/plain",
    `content-length: ${says.length + 1}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${says}\n`;
}

/** A request has a body when it says so (RFC 9112, section 6.3). */
function hasBody(request: IncomingMessage): boolean {
  const length = request.headers["content-length"];
  return (length !== undefined && length !== "0") || request.headers["transfer-encoding"] !== undefined;
}

/** Writes an answer. A body in memory goes out in one write, together with the head. */
export function writeAnswer(answer: Answer, response: ServerResponse): void {
  if (response.destroyed) {
    if (answer.body !== undefined && !(answer.body instanceof Uint8Array)) answer.body.cancel(callerLeft);
    return;
  }
  const { body } = answer;
  if (body === undefined || body instanceof Uint8Array) {
    response.writeHead(answer.status, nodeHeaders(answer.headers));
    response.end(body);
    return;
  }
  response.writeHead(answer.status, nodeHeaders(answer.headers));
  pump(body, response);
}

/** node:http wants a mutable array and leaves it as it is. */
function nodeHeaders(headers: HeaderList): string[] {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- writeHead only reads it (lib/_http_server.js)
  return headers as string[];
}

function pump(body: ByteSource, response: ServerResponse): void {
  let wrote = false;
  let stalled: NodeJS.Timeout | undefined;
  response.on("drain", () => {
    clearTimeout(stalled);
    stalled = undefined;
    body.resume();
  });
  response.on("close", () => {
    clearTimeout(stalled);
    if (!response.writableFinished) body.cancel(callerLeft);
  });
  body.start({
    data(chunk) {
      wrote = true;
      if (response.write(chunk) || stalled !== undefined) return;
      body.pause();
      stalled = setTimeout(() => response.destroy(), stalledReaderMs);
    },
    end: () => response.end(),
    fail: () => response.destroy(),
  });
  // The head must not wait for the first token; when a chunk is already there they share one packet.
  if (!wrote && !response.writableEnded) response.flushHeaders();
}
