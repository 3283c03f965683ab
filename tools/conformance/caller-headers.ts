import { recordedBody } from "./recorded-exchange.ts";
import type { Placed } from "./place-exchange.ts";
import type { Way } from "./plan-ways.ts";
import { exchangeHeader } from "./start-gateway.ts";

/** Credentials that a caller's machine may send along, and that are nobody's business at the provider. */
const decoy = "decoy-credential-of-the-caller";

/** Where each SDK puts its key. */
const keyHeaders = { anthropic: "x-api-key", gemini: "x-goog-api-key" } as const;

/** The headers that the caller sends: the recorded ones, its key, and some that must not go on. */
export function callerHeaders(placed: Placed, way: Way, parts: { key: string; name: string }): Record<string, string> {
  const { exchange, service } = placed;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(exchange.request.headers ?? {})) headers[name.toLowerCase()] = value;
  if (recordedBody(exchange.request.body).kind === "json") headers["content-type"] ??= "application/json";
  headers[exchangeHeader] = parts.name;
  headers["cookie"] = `session=${decoy}`;
  headers["openai-organization"] = `org-${decoy}`;
  headers["x-forwarded-for"] = `203.0.113.7, ${decoy}`;
  if (way.key === "query") return headers;
  if (service.family === "openai")
    headers[service.kind === "azure-openai" ? "api-key" : "authorization"] = bearer(placed, parts.key);
  else headers[keyHeaders[service.family]] = parts.key;
  // A second credential, of the caller's own, where another SDK would put it.
  if (headers["authorization"] === undefined) headers["authorization"] = `Bearer ${decoy}`;
  else headers["x-api-key"] = decoy;
  return headers;
}

function bearer({ service }: Placed, key: string): string {
  return service.kind === "azure-openai" ? key : `Bearer ${key}`;
}

/** Whether something of what only the gateway may know stands in a text. */
export function leakIn(text: string, key: string): string | undefined {
  if (text.includes(key)) return "the Holdfast key";
  return text.includes(decoy) ? "a credential of the caller" : undefined;
}
