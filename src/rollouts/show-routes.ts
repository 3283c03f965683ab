import { HoldfastError } from "../errors.ts";
import type { RegistryStore } from "../ports/registry-store.ts";
import { findRoute } from "./move-pin.ts";
import type { RouteView } from "./release-view.ts";
import { viewRoute } from "./release-view.ts";
import type { RouteState } from "./route-state.ts";

type Reading = Pick<RegistryStore, "heads" | "releases">;

/** What every route serves now, and why. */
export async function showRoutes(registry: Reading): Promise<readonly RouteView[]> {
  const { routes } = await registry.heads();
  return await viewRoutes(routes, registry);
}

/** The same of one route. Refuses with `not-found`. */
export async function showRoute(route: string, registry: Reading): Promise<RouteView> {
  const state = findRoute(route, (await registry.heads()).routes);
  const [view] = await viewRoutes([state], registry);
  if (view !== undefined) return view;
  throw new HoldfastError("internal-error", { internal: { reason: "the pinned release is gone", route } });
}

async function viewRoutes(states: readonly RouteState[], registry: Reading): Promise<readonly RouteView[]> {
  const pinned = await registry.releases(states.map(({ route, pinned: number }) => ({ route, number })));
  const byRoute = new Map(pinned.map((release) => [release.route, release]));
  return states.flatMap((state) => {
    const release = byRoute.get(state.route);
    return release === undefined ? [] : [viewRoute(state, release)];
  });
}
