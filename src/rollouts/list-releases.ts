import type { HistoryQuery } from "../prompts/list-versions.ts";
import type { RegistryStore } from "../ports/registry-store.ts";
import { findRoute, missingRelease } from "./move-pin.ts";
import type { ReleasePageView, ReleaseView } from "./release-view.ts";
import { viewRelease } from "./release-view.ts";

type Reading = Pick<RegistryStore, "heads" | "history" | "releases">;

/** A route's releases, newest first. Refuses with `not-found`. */
export async function listReleases(
  route: string,
  { limit, before }: HistoryQuery,
  registry: Reading,
): Promise<ReleasePageView> {
  const state = findRoute(route, (await registry.heads()).routes);
  const releases = await registry.history(route, limit, before);
  const last = releases.at(-1);
  return {
    releases: releases.map((release) => viewRelease(release, state)),
    next: last === undefined || last.number === 1 || releases.length < limit ? null : last.number,
  };
}

/** One release. Refuses with `not-found`. */
export async function showRelease(route: string, number: number, registry: Reading): Promise<ReleaseView> {
  const state = findRoute(route, (await registry.heads()).routes);
  const [release] = await registry.releases([{ route, number }]);
  if (release !== undefined) return viewRelease(release, state);
  throw missingRelease(state);
}
