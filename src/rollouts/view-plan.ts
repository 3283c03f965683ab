import { diffJson } from "../lib/diff-json.ts";
import { parseJson } from "../lib/parse-json.ts";
import { diffPrompts } from "../prompts/diff-prompts.ts";
import type { PromptContent } from "../prompts/prompt-content.ts";
import { readPromptContent } from "../prompts/read-prompt-content.ts";
import type { StoredPromptVersion } from "../prompts/stored-prompt-version.ts";
import type { RegistryStore } from "../ports/registry-store.ts";
import type { Plan, PromptPlan, RoutePlan } from "./plan.ts";
import { changesPrompt, changesRoute } from "./plan.ts";
import type { Release } from "./release.ts";
import type { TreePrompt } from "./tree.ts";
import type { PlanView } from "./plan-view.ts";
import { maxDescribed } from "./plan-view.ts";

const maxLines = 2_000;

/** Describes a plan. What stood before is read from the registry, where versions and releases stay as they were. */
export async function viewPlan(plan: Plan, registry: Pick<RegistryStore, "version" | "releases">): Promise<PlanView> {
  const prompts = plan.prompts.filter(changesPrompt);
  const routes = plan.routes.filter(changesRoute);
  const [shownPrompts, shownRoutes] = [prompts.slice(0, maxDescribed), routes.slice(0, maxDescribed)];
  const pinned = await registry.releases(
    shownRoutes.flatMap(({ route, before }) => (before === undefined ? [] : [{ route, number: before.pinned }])),
  );
  const described = [];
  for (const prompt of shownPrompts) described.push(await viewPrompt(prompt, registry));
  return {
    prompts: described,
    routes: shownRoutes.map((route) => viewRoute(route, pinned)),
    unchanged: { prompts: plan.prompts.length - prompts.length, routes: plan.routes.length - routes.length },
    not_described: prompts.length - shownPrompts.length + routes.length - shownRoutes.length,
  };
}

async function viewPrompt(
  { prompt, version, isNew, before, moves }: PromptPlan,
  registry: Pick<RegistryStore, "version">,
): Promise<PlanView["prompts"][number]> {
  const old = before === undefined || before === version ? undefined : await registry.version(prompt.name, before);
  return {
    name: prompt.name,
    version,
    is_new: isNew,
    before: before ?? null,
    labels: moves.map(({ label, from, to }) => ({ label, from: from ?? null, to })),
    ...viewDiff(old, prompt, isNew),
  };
}

/** A version that the registry has already, and that only gets a label, is not shown anew. */
function viewDiff(old: StoredPromptVersion | undefined, { content }: TreePrompt, isNew: boolean) {
  if (old === undefined && !isNew) return { changes: [], lines: [] };
  const { changes, text } = diffPrompts(old === undefined ? undefined : read(old.content), read(content));
  return { changes: [...changes], lines: text.slice(0, maxLines) };
}

function viewRoute(plan: RoutePlan, pinned: readonly Release[]): PlanView["routes"][number] {
  const old = pinned.find(({ route }) => route === plan.route);
  return {
    route: plan.route,
    release: plan.number,
    is_new: plan.isNew,
    pinned_before: plan.before?.pinned ?? null,
    pinned: plan.after.pinned,
    differences: old === undefined ? [] : [...diffJson(old.content, plan.content)],
  };
}

function read(content: string): PromptContent {
  const parsed = parseJson(content);
  return readPromptContent(parsed.ok ? parsed.value : undefined);
}
