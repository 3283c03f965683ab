import { isRouteAllowed } from "../access/allowed-route.ts";
import { addRoutesToModels } from "../dialects/add-routes-to-models.ts";
import { keepLinksHere } from "../dialects/keep-links-here.ts";
import type { AnsweredCall } from "./dispatch.ts";
import { routeNames } from "./routing/find-route.ts";
import type { Gateway } from "./gateway.ts";

/** The named edits of a plain answer; the bytes of all others are the provider's. */
export function editAnswer(call: AnsweredCall, bytes: Uint8Array, registry: Gateway["registry"]): Uint8Array {
  if (call.endpoint.kind === "models") return withRoutes(call, bytes, registry);
  return call.endpoint.kind === "passthrough" ? keepLinksHere(bytes, call.endpoint.family) : bytes;
}

/** The provider's list of models, with the routes that this caller may use in front. */
function withRoutes(call: AnsweredCall, list: Uint8Array, registry: Gateway["registry"]): Uint8Array {
  const allowed = call.caller.key?.allowedRoutes ?? [];
  const routes = routeNames(call.snapshot, registry).filter((route) => isRouteAllowed(allowed, route));
  return addRoutesToModels(list, call.endpoint.family, routes);
}
