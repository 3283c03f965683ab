import { RegistryMemory } from "./registry-memory.ts";

/** Up to this age, what an isolate knows of pins and labels is served as it is. */
const freshMs = 1_000;
/** Up to this age it is served once more while a newer one is fetched; older, the call waits for the newer one. */
const staleMs = 5_000;

/** How far an isolate's knowledge of the registry may be relied on. */
export type Freshness = "fresh" | "stale" | "expired";

/** What one isolate knows of the registry, and since when. Values only, as everything that outlives a request. */
export class RegistryCache<Prompt> {
  readonly memory = new RegistryMemory<Prompt>();
  #readAt = Number.NEGATIVE_INFINITY;

  freshness(nowMs: number): Freshness {
    const age = nowMs - this.#readAt;
    if (age < freshMs) return "fresh";
    return age < staleMs ? "stale" : "expired";
  }

  /** The memory was refreshed by a look at the registry that began then. */
  readAt(nowMs: number): void {
    this.#readAt = nowMs;
  }

  /** The next call reads anew. */
  forget(): void {
    this.#readAt = Number.NEGATIVE_INFINITY;
  }
}
