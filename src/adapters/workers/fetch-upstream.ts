import { HoldfastError } from "../../errors.ts";
import { headerValue } from "../../lib/header-list.ts";
import type { ByteSource, HeaderList } from "../../ports/http-message.ts";
import type { Upstream, UpstreamAnswer, UpstreamExchange, UpstreamRequest } from "../../ports/upstream.ts";
import { streamFromSource } from "./stream-from-source.ts";
import { StreamSource } from "./stream-source.ts";
import { toHeaders } from "./to-response.ts";

/** workerd unpacks these by itself, whether or not anybody wants to read the answer. */
const unpackedEncodings: ReadonlySet<string> = new Set(["gzip", "br"]);
/** Of the others, what can be unpacked when the answer must be read. */
const unpackableEncodings: ReadonlySet<string> = new Set(["deflate"]);
/** They describe the bytes before unpacking. */
const packedHeaders: ReadonlySet<string> = new Set(["content-encoding", "content-length"]);

/**
 * The network, through workerd's `fetch`. Follows no redirect and verifies TLS. `fetch` does not say when a connection
 * stands, so `connectMs` is not watched for itself; the gateway's first-byte limit holds for both.
 */
export function createFetchUpstream(): Upstream {
  return Object.freeze({ send: (request: UpstreamRequest) => new Exchange(request) });
}

class Exchange implements UpstreamExchange {
  readonly answer: Promise<UpstreamAnswer>;
  readonly #controller = new AbortController();
  readonly #request: UpstreamRequest;
  #body: ByteSource | undefined;
  #cancelled: Error | undefined;

  constructor(request: UpstreamRequest) {
    this.#request = request;
    this.answer = this.#ask();
  }

  cancel(reason: Error): void {
    if (this.#cancelled !== undefined) return;
    this.#cancelled = reason;
    this.#body?.cancel(reason);
    this.#controller.abort(reason);
  }

  async #ask(): Promise<UpstreamAnswer> {
    const { origin, path, method, headers } = this.#request;
    try {
      const response = await fetch(origin + path, {
        method,
        headers: toHeaders(headers),
        body: requestBody(this.#request),
        redirect: "manual",
        signal: this.#controller.signal,
      });
      if (this.#cancelled !== undefined) throw this.#cancelled;
      return this.#read(response);
    } catch (cause) {
      if (this.#cancelled !== undefined) throw this.#cancelled;
      // A request body that failed says itself why.
      throw cause instanceof HoldfastError ? cause : new HoldfastError("upstream-unreachable", { cause });
    }
  }

  #read({ status, headers, body }: Response): UpstreamAnswer {
    const encoding = headers.get("content-encoding")?.toLowerCase() ?? "";
    const mustUnpack = this.#request.decode && unpackableEncodings.has(encoding);
    const packed: ReadableStream<Uint8Array> | null = body;
    const stream = mustUnpack && packed !== null ? packed.pipeThrough(new DecompressionStream("deflate")) : packed;
    this.#body =
      stream === null
        ? emptySource
        : new StreamSource(stream, (cause) => new HoldfastError("upstream-broke", { cause }));
    const isUnpacked = mustUnpack || unpackedEncodings.has(encoding);
    return { status, headers: answerHeaders(headers, isUnpacked), body: this.#body };
  }
}

/** A body whose length its sender named goes on with that length; workerd would send it in chunks otherwise. */
function requestBody({ body, headers }: UpstreamRequest): BodyInit | null {
  if (body === undefined || body instanceof Uint8Array) return body ?? null;
  const length = Number(headerValue(headers, "content-length") ?? Number.NaN);
  const stream = streamFromSource(body);
  return Number.isSafeInteger(length) ? stream.pipeThrough(new FixedLengthStream(length)) : stream;
}

function answerHeaders(headers: Headers, isUnpacked: boolean): HeaderList {
  return [...headers].filter(([name]) => !isUnpacked || !packedHeaders.has(name)).flat();
}

const emptySource: ByteSource = Object.freeze({
  start: (sink) => sink.end(),
  pause: () => {},
  resume: () => {},
  cancel: () => {},
} satisfies ByteSource);
