import type { Dialect } from "../dialects/dialect.ts";
import { findEndpoint, findRawEndpoint } from "../dialects/endpoints.ts";
import type { SpeakerHints } from "../dialects/endpoints.ts";
import type { Endpoint } from "../dialects/endpoints.ts";
import { dialects } from "../dialects/registry.ts";
import { headerValue } from "../lib/header-list.ts";
import type { HeaderList, IncomingRequest } from "../ports/http-message.ts";
import { HoldfastError } from "../errors.ts";
import type { AddressedCall } from "./call.ts";
import type { Gateway } from "./gateway.ts";

const rawPath = /^\/providers\/([A-Za-z0-9_.-]{1,64})(\/.*)$/;

/** `..` as a path's segment, spelled out or percent-encoded. */
const climbs = /(?:^|\/)(?:\.|%2e){2}(?:\/|$)/i;

/** Whether a path belongs to the data plane at all. */
export function isDataPlane(path: string): boolean {
  return path.startsWith("/v1") || path.startsWith("/providers/") || path.startsWith("/upload/");
}

/** Finds what a request is addressed to. Refuses with `endpoint-unknown` or `provider-unknown`. */
export function address(request: IncomingRequest, gateway: Pick<Gateway, "snapshot" | "ids" | "clock">): AddressedCall {
  if (climbs.test(request.path)) {
    throw new HoldfastError("endpoint-unknown", { message: "A path may not climb out of the provider's base URL." });
  }
  const snapshot = gateway.snapshot();
  const startedAt = gateway.clock.now();
  const common = { id: gateway.ids.call(startedAt), startedAt, started: gateway.clock.monotonic(), request, snapshot };
  if (request.path.startsWith("/providers/")) return addressProvider(common);
  const found = findEndpoint(request.path, speakerOf(request.headers));
  if (found === undefined) {
    throw new HoldfastError("endpoint-unknown", {
      message: `Nothing answers ${request.method} ${request.path.slice(0, 200)}; is the base URL what your SDK wants (docs/guide-application-developer.md)?`,
    });
  }
  const endpoint = forMethod(found, request.method);
  return { ...common, endpoint, dialect: dialects[endpoint.dialect], namedProvider: undefined };
}

/** The dialect to refuse a request in that is addressed to nothing: that of the SDK whose headers it has. */
export function presumedDialect(headers: HeaderList): Dialect {
  const speaker = speakerOf(headers);
  if (speaker.anthropic) return dialects["anthropic-messages"];
  return speaker.google ? dialects.gemini : dialects.openai;
}

function speakerOf(headers: HeaderList): SpeakerHints {
  return {
    anthropic: headerValue(headers, "anthropic-version") !== undefined,
    google:
      headerValue(headers, "x-goog-api-key") !== undefined || headerValue(headers, "x-goog-api-client") !== undefined,
  };
}

function addressProvider(
  common: Pick<AddressedCall, "id" | "startedAt" | "started" | "request" | "snapshot">,
): AddressedCall {
  const match = rawPath.exec(common.request.path);
  const provider = match === null ? undefined : common.snapshot.providers.get(match[1] ?? "");
  if (provider === undefined) {
    // Whoever asks is not known yet, so the providers that there are stay unnamed.
    throw new HoldfastError("provider-unknown", {
      message: "The path is /providers/{id}/…, with an id of holdfast.yaml.",
    });
  }
  const rest = match?.[2] ?? "/";
  // An SDK's own base URL often ends in /v1, and so does the provider's: it must not stand there twice.
  const doubled = provider.basePath !== "" && (rest === provider.basePath || rest.startsWith(`${provider.basePath}/`));
  const found = findRawEndpoint(doubled ? rest.slice(provider.basePath.length) : rest, provider.dialects);
  const endpoint = forMethod(found, common.request.method);
  return { ...common, endpoint, dialect: dialects[endpoint.dialect], namedProvider: provider.id };
}

/** A model is called by a POST. Other methods on the same path manage what was stored (the list of stored completions). */
function forMethod(endpoint: Endpoint, method: string): Endpoint {
  if (method === "POST" || endpoint.kind !== "call") return endpoint;
  return { ...endpoint, kind: "passthrough", takesPrompts: false, usesTokens: false };
}
