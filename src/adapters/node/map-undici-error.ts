import { HoldfastError } from "../../errors.ts";

const timeoutCodes: ReadonlySet<string> = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ETIMEDOUT",
]);

/** What a caller may be told about each failure; anything else is named by its code alone. */
const sentences: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: "No connection was made within the connect limit.",
  UND_ERR_HEADERS_TIMEOUT: "No answer began within the first-byte limit.",
  UND_ERR_BODY_TIMEOUT: "The answer fell silent for longer than the idle limit.",
  ECONNREFUSED: "The connection was refused.",
  ENOTFOUND: "The provider's host name does not resolve.",
  EAI_AGAIN: "The provider's host name does not resolve at the moment.",
  ECONNRESET: "The connection was reset.",
  UND_ERR_SOCKET: "The connection was closed.",
};

/** undici's failure as one of ours. `headArrived` tells a provider that broke off from one that never answered. */
export function mapUndiciError(error: Error, headArrived: boolean): HoldfastError {
  if (error instanceof HoldfastError) return error;
  const code = codeOf(error);
  const message = sentences[code] ?? (code === "" ? undefined : `The connection failed with ${code}.`);
  const kind = timeoutCodes.has(code) ? "upstream-timeout" : headArrived ? "upstream-broke" : "upstream-unreachable";
  return new HoldfastError(kind, { ...(message === undefined ? {} : { message }), cause: error });
}

function codeOf(error: Error): string {
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : "";
}
