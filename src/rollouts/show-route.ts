import { HoldfastError } from "../errors.ts";
import type { RegistryStore } from "../ports/registry-store.ts";
import type { RouteView } from "./release-view.ts";
import { showRoutes } from "./show-routes.ts";

/** What a route serves now, and why. Refuses with `not-found`. */
export async function showRoute(
  route: string,
  registry: Pick<RegistryStore, "heads" | "releases">,
): Promise<RouteView> {
  const [view] = await showRoutes(registry, route);
  if (view !== undefined) return view;
  throw new HoldfastError("internal-error", { internal: { reason: "the pinned release is gone", route } });
}
