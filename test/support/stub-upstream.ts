import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

/** One request as it arrived at the provider. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** Resolves when the connection of this request is gone before its answer was complete. */
  readonly aborted: Promise<void>;
}

export type StubHandler = (request: ReceivedRequest, response: ServerResponse) => void | Promise<void>;

export interface StubUpstream {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Answers all requests from now on. */
  use(handler: StubHandler): void;
  /** Open connections at this moment. */
  connections(): number;
  close(): Promise<void>;
}

/** A model provider on loopback that does what the test says, byte for byte. */
export async function startStubUpstream(first: StubHandler = answerJson({})): Promise<StubUpstream> {
  let handler = first;
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    void receive(request, response, (received) => {
      requests.push(received);
      return handler(received, response);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  let open = 0;
  server.on("connection", (socket) => {
    open += 1;
    socket.on("close", () => {
      open -= 1;
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    use(next) {
      handler = next;
    },
    connections: () => open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (received: ReceivedRequest) => void | Promise<void>,
): Promise<void> {
  const aborted = new Promise<void>((resolve) => {
    response.on("close", () => {
      if (!response.writableFinished) resolve();
    });
  });
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    // The gateway gave the request up; there is nobody to answer.
    return;
  }
  await answer({
    method: request.method ?? "",
    url: request.url ?? "",
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    body: Buffer.concat(chunks),
    aborted,
  });
}

/** Answers with a JSON value, or with text that is sent as it is. */
export function answerJson(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): StubHandler {
  const body = Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", "content-length": body.byteLength, ...headers });
    response.end(body);
  };
}

/** Answers with an event stream, one write an event, `delayMs` apart. */
export function answerEvents(events: readonly string[], delayMs = 0): StubHandler {
  return async (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    for (const event of events) {
      if (response.destroyed) return;
      response.write(event);
      if (delayMs > 0) await pause(delayMs);
      else await nextTurn();
    }
    response.end();
  };
}

/** Accepts the request and says nothing. */
export function hang(): StubHandler {
  return () => {};
}

/** Breaks the connection without an answer. */
export function reset(): StubHandler {
  return (_request, response) => {
    response.socket?.resetAndDestroy();
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
