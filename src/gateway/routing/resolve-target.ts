import type { Endpoint } from "../../dialects/endpoints.ts";
import { nearestNames } from "../../lib/nearest-names.ts";
import type { Provider, Target } from "../../providers/provider.ts";
import { HoldfastError } from "../../errors.ts";
import { findRoute, routeNames } from "./find-route.ts";
import type { Gateway } from "../gateway.ts";
import type { Route, Snapshot } from "../snapshot.ts";

export interface Resolved {
  readonly route: Route | undefined;
  readonly target: Target;
}

/** Where names are looked up. */
export interface Names {
  readonly snapshot: Snapshot;
  readonly registry: Pick<Gateway["registry"], "route" | "routes">;
}

/**
 * From a model's name to who answers: a route, else `provider/model`, else the API's default provider. Pure. Refuses with
 * `model-unknown` and the nearest names, `release-broken` or `dialect-unsupported`.
 */
export function resolveTarget(model: string, endpoint: Endpoint, names: Names): Resolved {
  const { snapshot } = names;
  const route = findRoute(model, snapshot, names.registry);
  if (route !== undefined) return speaking({ route, target: route.target }, endpoint, model);
  const slash = model.indexOf("/");
  const provider = slash > 0 ? snapshot.providers.get(model.slice(0, slash)) : undefined;
  if (provider !== undefined) {
    return speaking(unrouted({ provider, model: model.slice(slash + 1) }), endpoint, model);
  }
  const fallback = defaultProvider(endpoint, snapshot);
  if (fallback === undefined || snapshot.unrouted === "refuse" || looksLikeRoute(model, names, fallback)) {
    throw unknownModel(model, names, fallback);
  }
  return unrouted({ provider: fallback, model });
}

function unrouted(target: Target): Resolved {
  return { route: undefined, target };
}

/** Who serves a model of this API that names no provider. */
export function defaultProvider(endpoint: Endpoint, snapshot: Snapshot): Provider | undefined {
  const provider = snapshot.defaults[endpoint.family];
  return provider?.dialects.has(endpoint.dialect) === true ? provider : undefined;
}

function speaking(resolved: Resolved, endpoint: Endpoint, model: string): Resolved {
  refuseOtherDialect(resolved.target.provider, endpoint, model);
  return resolved;
}

/** Refuses with `dialect-unsupported` where the provider does not speak the endpoint's dialect. */
export function refuseOtherDialect(provider: Provider, endpoint: Endpoint, model: string): void {
  if (provider.dialects.has(endpoint.dialect)) return;
  throw new HoldfastError("dialect-unsupported", {
    message: `"${clip(model)}" is served by ${provider.id}, which speaks ${[...provider.dialects].join(", ")}, not ${endpoint.dialect}.`,
    param: "model",
  });
}

/**
 * Whether a name that no route has was meant to be one. Providers' model names carry a digit nearly always; a name without
 * one that is close to a route's is a slip of the pen, and so is an unknown `provider/` in front where model names have no slash.
 */
function looksLikeRoute(model: string, names: Names, fallback: Provider): boolean {
  if (model.includes("/")) return fallback.modelNamesHaveNoSlash;
  return !/\d/.test(model) && nearestNames(model, routeNames(names.snapshot, names.registry)).length > 0;
}

function unknownModel(model: string, { snapshot, registry }: Names, fallback: Provider | undefined): HoldfastError {
  const slash = model.indexOf("/");
  const near =
    slash > 0
      ? nearestNames(model.slice(0, slash), [...snapshot.providers.keys()]).map((id) => `${id}${model.slice(slash)}`)
      : nearestNames(model, routeNames(snapshot, registry));
  const guess = near.length === 0 ? "" : ` Did you mean ${near.map((name) => `"${clip(name)}"`).join(" or ")}?`;
  const asIs =
    fallback === undefined ? "" : ` To ask ${fallback.id} for it as it is, write "${fallback.id}/${clip(model)}".`;
  return new HoldfastError("model-unknown", {
    message: `There is no route "${clip(model)}".${guess}${asIs} Models are named by route, or as provider/model.`,
    param: "model",
  });
}

/** The most of a caller's own words that an error repeats. */
const maxEcho = 100;

function clip(text: string): string {
  return text.length > maxEcho ? `${text.slice(0, maxEcho)}…` : text;
}
