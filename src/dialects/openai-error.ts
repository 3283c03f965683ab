import type { HoldfastError } from "../errors.ts";

/** OpenAI's error types by status; its SDK picks the exception by status and shows the type. */
const typeOfStatus: ReadonlyMap<number, string> = new Map([
  [401, "authentication_error"],
  [403, "permission_error"],
  [408, "timeout_error"],
  [429, "rate_limit_error"],
]);

export interface OpenAiError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string;
}

/** A Holdfast error in OpenAI's form; `code` is the catalogue's. */
export function openAiError(error: HoldfastError): OpenAiError {
  const { status } = error.traits;
  const type = typeOfStatus.get(status) ?? (status >= 500 ? "server_error" : "invalid_request_error");
  return { message: error.message, type, param: error.param ?? null, code: error.code };
}
