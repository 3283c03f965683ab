import type { RegistryStore } from "../ports/registry-store.ts";
import type { RegistryParts } from "../prompts/registry-parts.ts";
import { applyTree } from "../rollouts/apply-tree.ts";
import { planTree } from "../rollouts/plan-tree.ts";
import type { PlanView } from "../rollouts/plan-view.ts";
import { readTree } from "../rollouts/read-tree.ts";
import type { TreeSource } from "../rollouts/tree-source.ts";
import { viewPlan } from "../rollouts/view-plan.ts";

/** What applying the files would do. */
export async function planLocally(source: TreeSource, registry: RegistryStore): Promise<PlanView> {
  return await viewPlan(await planTree(readTree(source), registry), registry);
}

/** Applies the files; says what was done. */
export async function applyLocally(source: TreeSource, actor: string, parts: RegistryParts): Promise<PlanView> {
  const plan = await applyTree({ tree: readTree(source), actor, message: source.message }, parts);
  return await viewPlan(plan, parts.registry);
}
