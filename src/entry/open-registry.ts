import { nodeClock } from "../adapters/node/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { RegistryStore } from "../ports/registry-store.ts";
import type { CompiledPrompt } from "../prompts/compile-prompt.ts";
import { openStoredPrompt } from "../prompts/open-stored-prompt.ts";
import { createRegistryDirectory } from "../rollouts/registry-directory.ts";
import type { RegistryDirectory } from "../rollouts/registry-directory.ts";
import { RegistryMemory } from "../rollouts/registry-memory.ts";
import { LiveTree } from "./live-tree.ts";
import type { GatewayStart } from "./start-node.ts";

/** More routes than most installations have; each prompt takes some kilobytes. */
const prefetched = 500;

export interface OpenedRegistry {
  readonly registry: RegistryDirectory<CompiledPrompt>;
  readonly tree: LiveTree;
}

/**
 * The registry in this process's memory, with the working tree applied: all of it to a database of one's own, or when the
 * start says so; else what the database does not know yet. Rejects when the tree is bad, and nothing was changed then.
 */
export async function openRegistry(
  { config, path, embedded, options }: GatewayStart,
  { store, ids }: { readonly store: RegistryStore; readonly ids: Ids },
): Promise<OpenedRegistry> {
  const registry = createRegistryDirectory({
    registry: store,
    memory: new RegistryMemory<CompiledPrompt>(),
    open: openStoredPrompt,
    prefetched,
  });
  const tree = new LiveTree(config, {
    path,
    log: options.log,
    parts: { registry: store, ids, clock: nodeClock, onRegistryChanged: () => registry.refresh() },
    applies: embedded !== undefined || options.apply === true ? "all" : "unknown",
  });
  await tree.applyNow();
  await registry.refresh();
  return { registry, tree };
}
