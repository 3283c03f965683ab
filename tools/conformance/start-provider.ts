import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { listen } from "../../src/entry/listen.ts";
import { exchangeHeader } from "./start-gateway.ts";

/** A request as it came to the provider. */
export interface CapturedRequest {
  readonly method: string;
  /** Path and query, as they stood on the wire. */
  readonly url: string;
  /** Names and values in turn, as they stood on the wire. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
}

export interface PlannedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: readonly Uint8Array[];
  /** Send a length instead of chunks. */
  readonly withLength: boolean;
  /**
   * For a stream: after this many bytes nothing more is sent until the caller has received some, so that an answer that
   * somebody on the way gathers first is noticed.
   */
  readonly pauseAfter: number | undefined;
  /** Resolves when the caller has received the first bytes. */
  readonly callerHasBytes: Promise<void>;
}

export interface ExpectedRequests {
  readonly requests: readonly CapturedRequest[];
  /** True when the caller had nothing of a stream long after its beginning had been sent. */
  readonly stalled: boolean;
  forget(): void;
}

export interface ReplayProvider {
  readonly port: number;
  /** Answers the requests that carry this name in their header, and keeps them. */
  expect(name: string, answer: PlannedAnswer): ExpectedRequests;
  /** Requests that nobody expected. */
  readonly strays: number;
  close(): Promise<void>;
}

/** How long a stream waits for its caller to have received something. */
const longestPauseMs = 2_000;
/** Chunks that are written before other sockets get a turn. */
const burst = 64;

interface Expected {
  readonly answer: PlannedAnswer;
  readonly requests: CapturedRequest[];
  stalled: boolean;
}

/** A model provider on loopback that answers with what was recorded. */
export async function startProvider(): Promise<ReplayProvider> {
  const expected = new Map<string, Expected>();
  let strays = 0;
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
    answerRequest(request, response).catch(() => response.destroy());
  });
  const answerRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const found = expected.get(String(request.headers[exchangeHeader]));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    if (found === undefined) {
      strays += 1;
      response.writeHead(500).end("nobody expected this request");
      return;
    }
    const { method = "", url = "", rawHeaders } = request;
    found.requests.push({ method, url, headers: rawHeaders, body: Buffer.concat(chunks) });
    await send(found, response);
  };
  return {
    port: await listen(server, "127.0.0.1", 0),
    expect(name, answer) {
      const entry: Expected = { answer, requests: [], stalled: false };
      expected.set(name, entry);
      return {
        requests: entry.requests,
        get stalled() {
          return entry.stalled;
        },
        forget: () => void expected.delete(name),
      };
    },
    get strays() {
      return strays;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function send(expected: Expected, response: ServerResponse): Promise<void> {
  const { answer } = expected;
  const length = answer.pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.withLength ? { "content-length": String(length) } : {}),
  });
  let sent = 0;
  let paused = answer.pauseAfter === undefined;
  for (const [index, piece] of answer.pieces.entries()) {
    if (!paused && sent >= (answer.pauseAfter ?? 0)) {
      paused = true;
      const seen = answer.callerHasBytes.then(() => true);
      expected.stalled = !(await Promise.race([seen, wait(longestPauseMs, false, { ref: false })]));
    }
    if (response.destroyed) return;
    response.write(piece);
    sent += piece.byteLength;
    if (index % burst === burst - 1) await nextTurn();
  }
  response.end();
}
