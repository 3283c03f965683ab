import type { Dialect } from "../dialects/dialect.ts";
import type { HoldfastError } from "../errors.ts";
import type { Answer } from "../ports/http-message.ts";

/** One of our own errors as an answer in the caller's dialect, so that its SDK raises the exception it always raises. */
export function refuse(error: HoldfastError, dialect: Dialect, callId: string): Answer {
  const rendered = dialect.renderError(error, callId);
  return {
    status: rendered.status,
    headers: [
      ...rendered.headers,
      "content-length",
      String(rendered.body.byteLength),
      "holdfast-error",
      error.code,
      ...(callId === "" ? [] : ["holdfast-call-id", callId]),
    ],
    body: rendered.body,
  };
}
