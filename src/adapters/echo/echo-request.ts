import type { HeaderList } from "../../ports/http-message.ts";

/** A JSON object of a request, not looked into yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** A request as the echo endpoints read it. */
export interface EchoRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: HeaderList;
  /** The body's JSON object; empty when there is none. */
  readonly fields: Fields;
  /** What makes answers differ: fresh id letters, and the time in whole seconds. */
  readonly id: string;
  readonly seconds: number;
}

/** An answer before it is bytes. A streamed one yields its pieces one by one. */
export interface EchoReply {
  readonly status: number;
  readonly contentType: string;
  readonly pieces: Iterable<string>;
  /** The header in which this API's SDK looks for the request's id. */
  readonly idHeader: "x-request-id" | "request-id";
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** A whole JSON answer. */
export function jsonReply(value: unknown, status = 200): EchoReply {
  return { status, contentType: "application/json", pieces: [JSON.stringify(value)], idHeader: "x-request-id" };
}

/** A streamed answer. */
export function streamReply(pieces: Iterable<string>, contentType = "text/event-stream; charset=utf-8"): EchoReply {
  return { status: 200, contentType, pieces, idHeader: "x-request-id" };
}
