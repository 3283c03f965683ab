import { workersClock } from "../adapters/workers/clock.ts";
import type { CompiledPrompt } from "../prompts/compile-prompt.ts";
import { openStoredPrompt } from "../prompts/open-stored-prompt.ts";
import type { RegistryCache } from "../rollouts/registry-cache.ts";
import { createRegistryDirectory } from "../rollouts/registry-directory.ts";
import type { RegistryDirectory } from "../rollouts/registry-directory.ts";
import type { Borrowed } from "./worker-isolate.ts";

/**
 * The registry as one request sees it: what its isolate remembers, fetched with the request's own connection. What is a
 * little old is served while a newer one is fetched behind the call's back; what is older is waited for. Rejects with
 * `store-unavailable` when nothing is known yet.
 */
export async function openWorkerRegistry(
  cache: RegistryCache<CompiledPrompt>,
  { store, background, log }: Borrowed,
): Promise<RegistryDirectory<CompiledPrompt>> {
  const directory = createRegistryDirectory({
    registry: store.registry,
    memory: cache.memory,
    open: openStoredPrompt,
    prefetched: 0,
  });
  const now = workersClock.now();
  const freshness = cache.freshness(now);
  if (freshness === "fresh") return directory;
  cache.readAt(now);
  if (freshness === "stale") {
    background.run("registry-refresh", directory.refresh());
    return directory;
  }
  try {
    await directory.refresh();
  } catch (error) {
    cache.forget();
    if (cache.memory.snapshot === undefined) throw error;
    log.warn("registry-refresh-failed", { error });
  }
  return directory;
}
