import type { HistoryQuery } from "../prompts/history-query.ts";
import type { RegistryStore } from "../ports/registry-store.ts";
import { findRoute } from "./find-route.ts";
import type { ReleasePageView } from "./release-view.ts";
import { viewRelease } from "./release-view.ts";

/** A route's releases, newest first. Refuses with `not-found`. */
export async function listReleases(
  route: string,
  { limit, before }: HistoryQuery,
  registry: Pick<RegistryStore, "heads" | "history">,
): Promise<ReleasePageView> {
  const state = findRoute(route, (await registry.heads()).routes);
  const releases = await registry.history(route, limit, before);
  const last = releases.at(-1);
  return {
    releases: releases.map((release) => viewRelease(release, state)),
    next: last === undefined || last.number === 1 || releases.length < limit ? null : last.number,
  };
}
