import { canonicalJson } from "../lib/canonical-json.ts";
import { sha256Hex } from "../lib/sha256-hex.ts";
import type { Release, ReleaseContent } from "./release.ts";
import type { RoutePins, RoutePlan } from "./plan.ts";
import type { RouteState } from "./route-state.ts";
import type { TreeRoute } from "./tree.ts";

/** A route of the tree with its prompt's version looked up: what its release holds. */
export interface ReadyRoute {
  readonly route: TreeRoute;
  readonly content: ReleaseContent;
  /** SHA-256 of the canonical content, hex. */
  readonly hash: string;
}

/** A route's content, in the form that is stored and hashed: absent members left out. */
export function readyRoute(route: TreeRoute, prompt: ReleaseContent["prompt"]): ReadyRoute {
  const content: ReleaseContent = {
    target: route.target,
    ...(isEmpty(route.parameters) ? {} : { parameters: route.parameters }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(route.guards === undefined ? {} : { guards: route.guards }),
    ...(isEmpty(route.fallbacks) ? {} : { fallbacks: route.fallbacks }),
  };
  return { route, content, hash: sha256Hex(canonicalJson(content)) };
}

/** Not said, and said to be nothing, are the same. */
function isEmpty(value: object | undefined): value is undefined {
  return value === undefined || Object.keys(value).length === 0;
}

/** What applying the routes does. `sameContent`: the releases that have the very content of one of them. */
export function planRoutes(
  routes: readonly ReadyRoute[],
  states: readonly RouteState[],
  sameContent: readonly Release[],
): readonly RoutePlan[] {
  const stateOf = new Map(states.map((state) => [state.route, state]));
  const numbers = new Map(sameContent.map(({ route, hash, number }) => [`${route}@${hash}`, number]));
  return routes.map(({ route, content, hash }) => {
    const before = stateOf.get(route.name);
    const known = numbers.get(`${route.name}@${hash}`);
    const number = known ?? (before?.newest ?? 0) + 1;
    const after = pinsAfter(number, before, route.rollout);
    return { route: route.name, number, hash, content, isNew: known === undefined, before, after };
  });
}

/**
 * The pin rule. A new route pins its first release. Later the pin moves only when the tree asks for another release than
 * it did last time: applying the same tree after a rollback leaves the rollback alone, and going back in the file goes
 * back in what is served.
 */
function pinsAfter(number: number, before: RouteState | undefined, rollout: TreeRoute["rollout"]): RoutePins {
  if (before === undefined) return { pinned: number, previous: undefined, applied: number, newest: number };
  if (before.applied === number) return before;
  const newest = Math.max(before.newest, number);
  const moves = rollout === "immediate" && before.pinned !== number;
  return moves
    ? { pinned: number, previous: before.pinned, applied: number, newest }
    : { pinned: before.pinned, previous: before.previous, applied: number, newest };
}
