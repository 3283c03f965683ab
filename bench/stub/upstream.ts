/**
 * The stub provider, its own process: canned bytes over raw sockets, so that it takes as little as possible from the
 * core it shares with the load. Usage: `node upstream.ts <port>`. Speaks to its parent over IPC: it sends
 * `{ kind: "ready" }`, and whenever slow streams opened or went, `{ kind: "slow", open, atNanoseconds }` with the time of
 * the last change.
 */
import { createServer, type Socket } from "node:net";
import { ChunkedBody } from "../wire/chunked-body.ts";
import { readMessageHead, type MessageHead } from "../wire/message-head.ts";
import { plainAnswer, streamWrites, tokenEvent } from "./answers.ts";
import { scripts, slowStreamGapMs, streamGapMs } from "./scripts.ts";

/** The seed stands near the body's start, or near its end when a gateway has put the fields in another order. */
const seedSearchBytes = 512;
const reportDelayMs = 10;
const commonHead =
  "HTTP/1.1 200 OK\r\ndate: Tue, 11 Mar 2025 01:31:23 GMT\r\nopenai-processing-ms: 412\r\nopenai-version: 2020-10-01\r\nx-request-id: req_d6b2c0ffee\r\nx-ratelimit-limit-requests: 30000\r\nx-ratelimit-remaining-requests: 29999\r\n";
const streamHead = Buffer.from(
  `${commonHead}content-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n`,
  "latin1",
);
const lastChunk = Buffer.from("0\r\n\r\n", "latin1");
const badRequest = Buffer.from("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n", "latin1");

type Respond = (socket: Socket) => void;

interface PacedStream {
  readonly socket: Socket;
  readonly writes: readonly Buffer[];
  next: number;
}

const paced = new Set<PacedStream>();
let pacer: NodeJS.Timeout | undefined;
let slowOpen = 0;
let slowChangedAt = 0n;
let reportTimer: NodeJS.Timeout | undefined;

function framed(data: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`, "latin1"), data, Buffer.from("\r\n")]);
}

function plainResponder(bytes: number): Respond {
  const body = plainAnswer(bytes);
  const head = `${commonHead}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  const whole = Buffer.concat([Buffer.from(head, "latin1"), body]);
  return (socket) => {
    socket.write(whole);
  };
}

function writePaced(): void {
  for (const stream of paced) {
    const chunk = stream.writes[stream.next];
    if (chunk === undefined || stream.socket.destroyed) paced.delete(stream);
    else stream.socket.write(chunk);
    stream.next += 1;
  }
  if (paced.size === 0) {
    clearInterval(pacer);
    pacer = undefined;
  }
}

function streamResponder(writes: number): Respond {
  const bodies = streamWrites(writes).map((write) => framed(write));
  const last = bodies.length - 1;
  const wire = bodies.map((body, index) => (index === last ? Buffer.concat([body, lastChunk]) : body));
  const first = wire[0] ?? lastChunk;
  return (socket) => {
    socket.write(streamHead);
    // The first write goes out at once, so that the time to the first byte holds no wait for the next tick.
    socket.write(first);
    if (wire.length === 1) return;
    paced.add({ socket, writes: wire, next: 1 });
    pacer ??= setInterval(writePaced, streamGapMs);
  };
}

/** Tells the parent soon, and once for many changes: a message a stream would cost more than the stream. */
function reportSlow(change: 1 | -1): void {
  slowOpen += change;
  slowChangedAt = process.hrtime.bigint();
  reportTimer ??= setTimeout(() => {
    reportTimer = undefined;
    process.send?.({ kind: "slow", open: slowOpen, atNanoseconds: Number(slowChangedAt) });
  }, reportDelayMs);
}

function slowResponder(): Respond {
  const chunk = framed(tokenEvent);
  return (socket) => {
    socket.write(streamHead);
    socket.write(chunk);
    const timer = setInterval(() => socket.write(chunk), slowStreamGapMs);
    socket.once("close", () => {
      clearInterval(timer);
      reportSlow(-1);
    });
    reportSlow(1);
  };
}

const responders: ReadonlyMap<number, Respond> = new Map<number, Respond>(
  Object.values(scripts).map((script) => {
    if (script.answer === "plain") return [script.seed, plainResponder(script.answerBytes)];
    return [script.seed, script.answer === "stream" ? streamResponder(script.writes) : slowResponder()];
  }),
);

function seedIn(text: string): number {
  const at = text.indexOf('"seed":');
  return at < 0 ? 0 : Number.parseInt(text.slice(at + 7, at + 12).trim(), 10);
}

/** Reads the requests of one connection, one after the other, and answers each when its body is whole. */
class Conversation {
  readonly #socket: Socket;
  #pending: Buffer | undefined;
  #head: MessageHead | undefined;
  #body: Buffer[] = [];
  #bodyBytes = 0;
  #chunked = new ChunkedBody();

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  take(data: Buffer): void {
    let buffer = data;
    if (this.#pending !== undefined) {
      buffer = Buffer.concat([this.#pending, data]);
      this.#pending = undefined;
    }
    let at = 0;
    while (at < buffer.length) {
      if (this.#head === undefined) {
        const head = readMessageHead(buffer, at, buffer.length);
        if (head === undefined) {
          this.#pending = buffer.subarray(at);
          return;
        }
        this.#head = head;
        at = head.bodyAt;
      }
      at = this.#takeBody(this.#head, buffer, at);
    }
  }

  #takeBody(head: MessageHead, buffer: Buffer, at: number): number {
    const length = head.contentLength ?? 0;
    const end = head.chunked
      ? this.#chunked.feed(buffer, at, buffer.length)
      : Math.min(buffer.length, at + length - this.#bodyBytes);
    this.#body.push(buffer.subarray(at, end));
    this.#bodyBytes += end - at;
    if (head.chunked ? this.#chunked.done : this.#bodyBytes === length) this.#answer();
    return end;
  }

  #answer(): void {
    const first = this.#body[0];
    const body = this.#body.length === 1 && first !== undefined ? first : Buffer.concat(this.#body);
    this.#head = undefined;
    this.#body = [];
    this.#bodyBytes = 0;
    this.#chunked = new ChunkedBody();
    const near = seedIn(body.toString("latin1", 0, seedSearchBytes));
    const seed = near || seedIn(body.toString("latin1", Math.max(0, body.length - seedSearchBytes)));
    const respond = responders.get(seed);
    if (respond === undefined) this.#socket.write(badRequest);
    else respond(this.#socket);
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  const conversation = new Conversation(socket);
  socket.on("data", (data: Buffer) => conversation.take(data));
  socket.on("error", () => socket.destroy());
});
server.listen(Number(process.argv[2]), "127.0.0.1", 4096, () => process.send?.({ kind: "ready" }));
process.on("disconnect", () => process.exit(0));
