import type { HoldfastError } from "../errors.ts";
import type { RenderedError } from "./dialect.ts";

const encoder = new TextEncoder();

/** When nothing is known about how long it takes: long enough for a restart, short enough for an SDK to wait. */
const retryAfterSeconds = "2";

/**
 * An error of Holdfast's own as an HTTP answer whose body is `value`. OpenAI's and Anthropic's SDKs retry by status
 * (408, 409, 429 and 5xx) unless `x-should-retry` says otherwise, so it says so where the status would mislead them.
 */
export function renderErrorBody(
  error: HoldfastError,
  value: unknown,
  extraHeaders: readonly string[] = [],
): RenderedError {
  const { status, retryable } = error.traits;
  const headers = ["content-type", "application/json", ...extraHeaders];
  if (!retryable) headers.push("x-should-retry", "false");
  if (status === 503) headers.push("retry-after", retryAfterSeconds);
  return { status, headers, body: encoder.encode(JSON.stringify(value)) };
}
