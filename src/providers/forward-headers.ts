import type { HeaderList } from "../ports/http-message.ts";
import type { Provider } from "./provider.ts";

/** Request headers that mean something to a provider. Everything else stays here: an allow-list cannot leak by omission. */
const forwarded: ReadonlySet<string> = new Set([
  "accept",
  "accept-language",
  "anthropic-beta",
  "anthropic-version",
  "cache-control",
  "content-type",
  "http-referer",
  "idempotency-key",
  "if-match",
  "if-none-match",
  "openai-beta",
  "range",
  "user-agent",
  "x-client-request-id",
  "x-goog-api-client",
  "x-goog-upload-command",
  "x-goog-upload-file-name",
  "x-goog-upload-header-content-length",
  "x-goog-upload-header-content-type",
  "x-goog-upload-offset",
  "x-goog-upload-protocol",
  "x-server-timeout",
  "x-title",
]);

/** They choose whose account pays, so they go along only with the caller's own credential. */
const forwardedWithCallerCredential: ReadonlySet<string> = new Set([
  "openai-organization",
  "openai-project",
  "x-goog-user-project",
]);

/** Never forwarded, whatever the configuration lists: credentials, ours, and what belongs to one connection (RFC 9110, 7.6.1). */
const neverForwarded: ReadonlySet<string> = new Set([
  "api-key",
  "authorization",
  "connection",
  "content-length",
  "cookie",
  "expect",
  "forwarded",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-api-key",
  "x-goog-api-key",
]);

/** The headers a provider gets: the allowed ones of the caller, then the credential. Names are lower case. */
export function forwardHeaders(received: HeaderList, provider: Provider, callerCredential: HeaderList): string[] {
  const sent: string[] = [];
  const byCaller = provider.credentials === "caller";
  for (let at = 0; at < received.length; at += 2) {
    const name = received[at] ?? "";
    const allowed =
      forwarded.has(name) ||
      (byCaller && forwardedWithCallerCredential.has(name)) ||
      (provider.forwardHeaders.length > 0 && isConfigured(name, provider.forwardHeaders));
    if (allowed) sent.push(name, received[at + 1] ?? "");
  }
  sent.push(...(byCaller ? callerCredential : provider.credential()));
  return sent;
}

function isConfigured(name: string, patterns: readonly string[]): boolean {
  if (neverForwarded.has(name) || name.startsWith("holdfast-")) return false;
  return patterns.some((pattern) => (pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}
