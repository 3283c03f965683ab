import type { RegistryStore } from "../ports/registry-store.ts";
import { findRoute, missingRelease } from "./find-route.ts";
import type { ReleaseView } from "./release-view.ts";
import { viewRelease } from "./release-view.ts";

/** One release of a route. Refuses with `not-found`. */
export async function showRelease(
  route: string,
  number: number,
  registry: Pick<RegistryStore, "heads" | "releases">,
): Promise<ReleaseView> {
  const state = findRoute(route, (await registry.heads()).routes);
  const wanted = Number.isInteger(number) && number >= 1 && number <= state.newest ? [{ route, number }] : [];
  const [release] = await registry.releases(wanted);
  if (release === undefined) throw missingRelease(state);
  return viewRelease(release, state);
}
