import { headerValue } from "../../lib/header-list.ts";
import type { Answer, ByteSink, HeaderList } from "../../ports/http-message.ts";
import { streamFromSource } from "./stream-from-source.ts";

/** Statuses whose answers have no body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5); workerd refuses one there. */
const bodilessStatuses: ReadonlySet<number> = new Set([204, 205, 304]);

/** The gateway's answer as workerd sends it. */
export function toResponse(answer: Answer, method: string): Response {
  const { status, body } = answer;
  const init = { status, headers: toHeaders(answer.headers), ...bodyEncoding(answer.headers) };
  if (body === undefined) return new Response(null, init);
  const isBodiless = method === "HEAD" || bodilessStatuses.has(status);
  if (body instanceof Uint8Array) return new Response(isBodiless ? null : body, init);
  if (isBodiless) {
    // The call is settled by its body's end, so the body must be heard to it.
    body.start(deaf);
    return new Response(null, init);
  }
  const stream = streamFromSource(body);
  const length = Number(headerValue(answer.headers, "content-length") ?? Number.NaN);
  // workerd names a stream's length only when the stream itself knows it.
  return new Response(Number.isSafeInteger(length) ? stream.pipeThrough(new FixedLengthStream(length)) : stream, init);
}

const deaf: ByteSink = Object.freeze({ data: () => {}, end: () => {}, fail: () => {} });

/** Bytes that are compressed already must not be compressed once more. */
function bodyEncoding(headers: HeaderList): Pick<ResponseInit, "encodeBody"> {
  return headerValue(headers, "content-encoding") === undefined ? {} : { encodeBody: "manual" };
}

export function toHeaders(list: HeaderList): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < list.length; at += 2) headers.append(list[at] ?? "", list[at + 1] ?? "");
  return headers;
}
