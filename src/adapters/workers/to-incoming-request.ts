import { HoldfastError } from "../../errors.ts";
import { Cancellation } from "../../lib/cancellation.ts";
import type { IncomingRequest } from "../../ports/http-message.ts";
import { StreamSource } from "./stream-source.ts";

/** A request as workerd received it, as the gateway reads it. A caller that leaves cancels the call. */
export function toIncomingRequest(request: Request): IncomingRequest {
  const cancellation = new Cancellation();
  const leave = (): void => cancellation.cancel(new HoldfastError("client-closed"));
  if (request.signal.aborted) leave();
  else request.signal.addEventListener("abort", leave, { once: true });
  const { path, query } = splitUrl(request.url);
  const body: ReadableStream<Uint8Array> | null = request.body;
  return {
    method: request.method,
    path,
    query,
    headers: [...request.headers].flat(),
    body: body === null ? undefined : requestSource(body, cancellation),
    remoteAddress: request.headers.get("cf-connecting-ip") ?? undefined,
    cancellation,
  };
}

function requestSource(body: ReadableStream<Uint8Array>, cancellation: Cancellation): StreamSource {
  const source = new StreamSource(body, (cause) => new HoldfastError("client-closed", { cause }));
  cancellation.onCancel((reason) => source.fail(reason));
  return source;
}

/** The path and the query as they were sent: a URL's parser would decode and shorten them. */
export function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const rest = start < 0 ? "/" : url.slice(start);
  const mark = rest.indexOf("?");
  return mark < 0 ? { path: rest, query: "" } : { path: rest.slice(0, mark), query: rest.slice(mark + 1) };
}
