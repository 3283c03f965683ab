import { HoldfastError } from "../errors.ts";
import { nearestNames } from "../lib/nearest-names.ts";
import type { RouteState } from "./route-state.ts";

/** The route's state. Refuses with `not-found`, and names what may have been meant. */
export function findRoute(route: string, states: readonly RouteState[]): RouteState {
  const found = states.find((state) => state.route === route);
  if (found !== undefined) return found;
  const names = states.map((state) => state.route);
  const [near] = nearestNames(route, names, 1);
  const hint = near === undefined ? "see `holdfast status`." : `did you mean "${near}"?`;
  throw new HoldfastError("not-found", { message: `No release of a route of this name was ever applied; ${hint}` });
}

/** Refuses with `not-found` unless the route has a release of this number. They are numbered from 1 without gaps. */
export function requireRelease(state: RouteState, number: number): void {
  if (!Number.isInteger(number) || number < 1 || number > state.newest) throw missingRelease(state);
}

export function missingRelease({ route, newest }: RouteState): HoldfastError {
  const which = newest === 1 ? "one release, number 1" : `releases 1 to ${newest}`;
  return new HoldfastError("not-found", {
    message: `Route "${route}" has ${which}; see \`holdfast releases list ${route}\`.`,
  });
}
