import { listPrompts } from "../prompts/list-prompts.ts";
import { historyQuerySchema } from "../prompts/history-query.ts";
import { listVersions } from "../prompts/list-versions.ts";
import { moveLabel } from "../prompts/move-label.ts";
import { removeLabel } from "../prompts/remove-label.ts";
import { parsePromptRef } from "../prompts/parse-prompt-ref.ts";
import { showVersion } from "../prompts/show-version.ts";
import { parseInput } from "../lib/parse-input.ts";
import { withoutUndefined } from "../lib/without-undefined.ts";
import type { Clock } from "../ports/clock.ts";
import { eventQuerySchema, listEvents } from "../rollouts/list-events.ts";
import { listReleases } from "../rollouts/list-releases.ts";
import { showRelease } from "../rollouts/show-release.ts";
import { viewMovedPin } from "../rollouts/pin-view.ts";
import { promoteRoute } from "../rollouts/promote-route.ts";
import { rollbackRoute } from "../rollouts/rollback-route.ts";
import { showRoute } from "../rollouts/show-route.ts";
import { showRoutes } from "../rollouts/show-routes.ts";
import type { RegistryClient } from "./client.ts";
import type { LocalParts } from "./machine.ts";

/** The registry's verbs in this process. Whoever can open the database may do everything, protected labels included. */
export function localRegistry({ store, ids, actor }: LocalParts, clock: Clock): RegistryClient {
  const { registry } = store;
  // The store counts every change, and gateways look at the count.
  const parts = { registry, ids, clock, onRegistryChanged: () => Promise.resolve() };
  const labelled = { actor, forbidden: [] };
  return {
    prompts: {
      list: () => listPrompts(registry),
      versions: async (name, query) => await listVersions(name, readHistory(query), registry),
      show: (ref) => showVersion(parsePromptRef(ref), registry),
      moveLabel: ({ name, label, reason }, version) => moveLabel({ ...labelled, name, label, reason }, version, parts),
      removeLabel: ({ name, label }) => removeLabel({ ...labelled, name, label, reason: undefined }, parts),
    },
    routes: {
      list: () => showRoutes(registry),
      show: (route) => showRoute(route, registry),
      releases: async (route, query) => await listReleases(route, readHistory(query), registry),
      release: (route, number) => showRelease(route, number, registry),
      promote: async (route, { to, reason }) => viewMovedPin(await promoteRoute({ route, to, reason, actor }, parts)),
      rollback: async (route, { to, reason }) => viewMovedPin(await rollbackRoute({ route, to, reason, actor }, parts)),
    },
    tree: {
      // Reading the template engine takes longer than most commands do.
      plan: async (source) => await (await import("./local-tree.ts")).planLocally(source, registry),
      apply: async (source) => await (await import("./local-tree.ts")).applyLocally(source, actor, parts),
    },
    audit: {
      list: async (query) => await listEvents(parseInput(eventQuerySchema, withoutUndefined(query)), registry),
    },
  };
}

function readHistory(query: Parameters<RegistryClient["routes"]["releases"]>[1]) {
  return parseInput(historyQuerySchema, withoutUndefined(query));
}
