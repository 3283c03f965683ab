import { connect, type Socket } from "node:net";
import { ChunkedBody } from "../wire/chunked-body.ts";
import { readMessageHead } from "../wire/message-head.ts";

/** How one call ended. Times are `performance.now()`. */
export interface SeenAnswer {
  readonly status: number;
  readonly bodyBytes: number;
  /** How many reads of the socket brought the answer. */
  readonly reads: number;
  /** When the first byte of the body came. */
  readonly firstByteAt: number;
  readonly endedAt: number;
  /** Why there is no whole answer. */
  readonly failure: string | undefined;
}

type OnAnswer = (answer: SeenAnswer, connection: HttpConnection) => void;

/** Shared by all connections: the runtime reads into it and hands it over at once, so nothing is kept in it. */
const readBuffer = Buffer.allocUnsafe(256 * 1024);

/**
 * One HTTP/1.1 keep-alive connection over a raw socket that carries one call at a time. It reads no more of an answer
 * than its status and length, so that the load costs as little as possible; bytes are compared before a load begins.
 */
export class HttpConnection {
  readonly #socket: Socket;
  #onAnswer: OnAnswer | undefined;
  #partialHead: Buffer | undefined;
  #inBody = false;
  #missing = 0;
  #chunked: ChunkedBody | undefined;
  #status = 0;
  #bodyBytes = 0;
  #reads = 0;
  #firstByteAt = 0;
  /** Called once, with the first byte of each body. */
  onFirstByte: (() => void) | undefined;

  constructor(port: number) {
    this.#socket = connect({
      port,
      host: "127.0.0.1",
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length, buffer) => {
          this.#receive(buffer, length);
          return true;
        },
      },
    });
    this.#socket.on("error", (error) => this.#fail(error.message));
    this.#socket.on("close", () => this.#fail("the connection was closed"));
  }

  get usable(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  /** Sends one whole request. The connection must be idle. */
  send(request: Uint8Array, onAnswer: OnAnswer): void {
    this.#onAnswer = onAnswer;
    this.#inBody = false;
    this.#chunked = undefined;
    this.#bodyBytes = 0;
    this.#reads = 0;
    this.#socket.write(request);
  }

  /** Leaves at once, in the middle of an answer if there is one; `onAnswer` is not called any more. */
  destroy(): void {
    this.#onAnswer = undefined;
    this.#socket.destroy();
  }

  #receive(buffer: Buffer | Uint8Array, length: number): void {
    if (this.#onAnswer === undefined) return;
    this.#reads += 1;
    const data = Buffer.from(buffer.buffer, buffer.byteOffset, length);
    if (this.#inBody) this.#takeBody(data, 0);
    else this.#takeHead(data);
  }

  #takeHead(data: Buffer): void {
    const whole = this.#partialHead === undefined ? data : Buffer.concat([this.#partialHead, data]);
    const head = readMessageHead(whole, 0, whole.length);
    if (head === undefined) {
      // The read buffer is used again for the next read, of whatever connection.
      this.#partialHead = Buffer.from(whole);
      return;
    }
    this.#partialHead = undefined;
    this.#inBody = true;
    this.#status = Number(head.firstLine.slice(9, 12));
    this.#missing = head.contentLength ?? 0;
    this.#chunked = head.chunked ? new ChunkedBody() : undefined;
    this.#takeBody(whole, head.bodyAt);
  }

  #takeBody(data: Buffer, from: number): void {
    if (this.#bodyBytes === 0 && from < data.length) {
      this.#firstByteAt = performance.now();
      this.onFirstByte?.();
    }
    if (this.#chunked !== undefined) {
      this.#chunked.feed(data, from, data.length);
      this.#bodyBytes = this.#chunked.bytes;
      if (this.#chunked.broken) this.#fail("the chunked body is malformed");
      else if (this.#chunked.done) this.#answer(undefined);
      return;
    }
    this.#bodyBytes += data.length - from;
    this.#missing -= data.length - from;
    if (this.#missing === 0) this.#answer(undefined);
    else if (this.#missing < 0) this.#fail("the body is longer than announced");
  }

  #fail(failure: string): void {
    this.#socket.destroy();
    if (this.#onAnswer !== undefined) this.#answer(failure);
  }

  #answer(failure: string | undefined): void {
    const onAnswer = this.#onAnswer;
    this.#onAnswer = undefined;
    onAnswer?.(
      {
        status: this.#status,
        bodyBytes: this.#bodyBytes,
        reads: this.#reads,
        firstByteAt: this.#firstByteAt,
        endedAt: performance.now(),
        failure,
      },
      this,
    );
  }
}
