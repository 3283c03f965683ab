import { HoldfastError } from "../errors.ts";
import { nearestNames } from "../lib/nearest-names.ts";
import type { RegistryHeads, RegistryStore } from "../ports/registry-store.ts";
import { parsePromptRef } from "../prompts/parse-prompt-ref.ts";
import type { PromptRef } from "../prompts/prompt.ts";
import { latestLabel } from "../prompts/stored-prompt-version.ts";
import type { Plan, PromptPlan } from "./plan.ts";
import { labelKey, planPrompts } from "./plan-prompts.ts";
import { planRoutes, readyRoute } from "./plan-routes.ts";
import type { ReleaseContent } from "./release.ts";
import type { Tree, TreeRoute } from "./tree.ts";

const maxProblems = 20;

/**
 * Compares a tree with the registry: what applying it would do. Changes nothing. Refuses with `tree-invalid` when a
 * route names a prompt, a version or a label that is neither in the tree nor in the registry.
 */
export async function planTree(tree: Tree, registry: RegistryStore): Promise<Plan> {
  const heads = await registry.heads();
  const prompts = planPrompts(tree.prompts, {
    labels: heads.labels,
    sameContent: await registry.versionsByHash(tree.prompts.map(({ name, hash }) => ({ name, hash }))),
    newest: await registry.newestVersions(tree.prompts.map(({ name }) => name)),
  });
  const resolver = new PromptResolver(prompts, heads, registry);
  const ready = [];
  for (const route of tree.routes) ready.push(readyRoute(route, await resolver.promptOf(route)));
  resolver.refuseProblems();
  const wanted = ready.map(({ route, hash }) => ({ route: route.name, hash }));
  const routes = planRoutes(ready, heads.routes, await registry.releasesByHash(wanted));
  return { revision: heads.revision, prompts, routes };
}

type BoundPrompt = NonNullable<ReleaseContent["prompt"]>;

/** Finds the versions that routes name, as they will be once the tree is applied. */
class PromptResolver {
  readonly #inTree: ReadonlyMap<string, PromptPlan>;
  readonly #labels: ReadonlyMap<string, number>;
  readonly #registry: Pick<RegistryStore, "version">;
  readonly #problems: string[] = [];

  constructor(prompts: readonly PromptPlan[], heads: RegistryHeads, registry: Pick<RegistryStore, "version">) {
    this.#inTree = new Map(prompts.map((plan) => [plan.prompt.name, plan]));
    this.#labels = new Map([
      ...heads.labels.map(({ name, label, version }) => [labelKey(name, label), version] as const),
      ...prompts.flatMap(({ prompt, moves }) =>
        moves.map(({ label, to }) => [labelKey(prompt.name, label), to] as const),
      ),
    ]);
    this.#registry = registry;
  }

  async promptOf(route: TreeRoute): Promise<BoundPrompt | undefined> {
    if (route.prompt === undefined) return undefined;
    const ref = parsePromptRef(route.prompt);
    const found = await this.#find(ref);
    if (found === undefined) this.#problems.push(this.#describe(route, ref));
    return found;
  }

  refuseProblems(): void {
    if (this.#problems.length === 0) return;
    const more = this.#problems.length - maxProblems;
    const shown = this.#problems.slice(0, maxProblems).join(" ");
    throw new HoldfastError("tree-invalid", {
      message: more > 0 ? `${shown} And ${more} more like it.` : shown,
      param: "routes",
    });
  }

  async #find(ref: PromptRef): Promise<BoundPrompt | undefined> {
    const inTree = this.#inTree.get(ref.name);
    const wanted = ref.version ?? this.#labelled(ref, inTree);
    if (wanted === undefined) return undefined;
    if (inTree?.version === wanted) return { name: ref.name, version: wanted, hash: inTree.prompt.hash };
    const stored = await this.#registry.version(ref.name, wanted);
    return stored === undefined ? undefined : { name: ref.name, version: wanted, hash: stored.hash };
  }

  #labelled({ name, label }: PromptRef, inTree: PromptPlan | undefined): number | undefined {
    if (label === undefined && inTree !== undefined) return inTree.version;
    return this.#labels.get(labelKey(name, label ?? latestLabel));
  }

  #describe(route: TreeRoute, { name }: PromptRef): string {
    const names = new Set([...this.#inTree.keys(), ...[...this.#labels.keys()].map((key) => parsePromptRef(key).name)]);
    const wanted = `Route "${route.name}" binds prompt "${route.prompt}"`;
    if (names.has(name)) return `${wanted}, and "${name}" has no such version or label.`;
    const [near] = nearestNames(name, names, 1);
    const hint = near === undefined ? "" : `; did you mean "${near}"?`;
    return `${wanted}, and there is no such prompt${hint === "" ? "." : hint}`;
  }
}
