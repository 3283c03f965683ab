import type { RegistryStore } from "../ports/registry-store.ts";
import type { HistoryQuery } from "./history-query.ts";
import { labelsOf } from "./labels-of.ts";
import type { VersionPageView } from "./prompt-view.ts";
import { viewVersionSummary } from "./prompt-view.ts";

/** A prompt's versions, newest first. Refuses with `not-found`. */
export async function listVersions(
  name: string,
  { limit, before }: HistoryQuery,
  registry: Pick<RegistryStore, "heads" | "versions">,
): Promise<VersionPageView> {
  const own = labelsOf(name, (await registry.heads()).labels);
  const versions = await registry.versions(name, limit, before);
  const last = versions.at(-1);
  return {
    versions: versions.map((version) => viewVersionSummary(version, own)),
    next: last === undefined || last.version === 1 || versions.length < limit ? null : last.version,
  };
}
