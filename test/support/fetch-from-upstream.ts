import { lowerCaseNames } from "../../src/lib/header-list.ts";
import type { ByteSource } from "../../src/ports/http-message.ts";
import type { Upstream } from "../../src/ports/upstream.ts";

const connectMs = 1_000;

/** A `fetch` that asks an upstream instead of the network, so that an SDK can be its client. */
export function fetchFromUpstream(upstream: Upstream): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const bytes = new Uint8Array(await request.arrayBuffer());
    const exchange = upstream.send({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: lowerCaseNames([...request.headers].flat()),
      body: bytes.length === 0 ? undefined : bytes,
      connectMs,
      decode: true,
    });
    const answer = await exchange.answer;
    const headers: [string, string][] = [];
    for (let at = 0; at < answer.headers.length; at += 2) {
      headers.push([answer.headers[at] ?? "", answer.headers[at + 1] ?? ""]);
    }
    return new Response(streamOf(answer.body), { status: answer.status, headers });
  };
}

function streamOf(source: ByteSource): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      source.start({
        data: (chunk) => controller.enqueue(chunk),
        end: () => controller.close(),
        fail: (error) => controller.error(error),
      });
    },
    cancel: (reason) => source.cancel(reason instanceof Error ? reason : new Error(String(reason))),
  });
}
