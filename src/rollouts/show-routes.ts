import type { RegistryStore } from "../ports/registry-store.ts";
import { findRoute } from "./find-route.ts";
import type { RouteView } from "./release-view.ts";
import { viewRoute } from "./release-view.ts";

/** What every route serves now, and why; or one route alone. Refuses with `not-found`. */
export async function showRoutes(
  registry: Pick<RegistryStore, "heads" | "releases">,
  only?: string,
): Promise<readonly RouteView[]> {
  const { routes } = await registry.heads();
  const states = only === undefined ? routes : [findRoute(only, routes)];
  const pinned = await registry.releases(states.map(({ route, pinned: number }) => ({ route, number })));
  const byRoute = new Map(pinned.map((release) => [release.route, release]));
  return states.flatMap((state) => {
    const release = byRoute.get(state.route);
    return release === undefined ? [] : [viewRoute(state, release)];
  });
}
