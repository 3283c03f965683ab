import type { ApiKey } from "../../access/api-key.ts";
import { BoundedMemo } from "../../lib/bounded-memo.ts";

/** How long a look-up may be relied on: a revocation holds in every isolate within this. */
const lifeMs = 500;
/** Far more keys than one isolate meets in half a second; hashes that belong to nobody count too. */
const rememberedKeys = 4_096;

interface Found {
  /** Undefined: there was no such key. */
  readonly key: ApiKey | undefined;
  /** When the look-up began, in milliseconds since 1970. */
  readonly askedAt: number;
}

/** Keys that one isolate looked up in the last half second, so that a burst of calls costs one query. */
export class KeyCache {
  #found = new BoundedMemo<Found>(rememberedKeys);

  /** Undefined when nothing is known that still holds. */
  get(hash: string, nowMs: number): Found | undefined {
    const found = this.#found.get(hash);
    return found !== undefined && nowMs - found.askedAt < lifeMs ? found : undefined;
  }

  set(hash: string, found: Found): void {
    this.#found.set(hash, found);
  }

  forget(): void {
    this.#found = new BoundedMemo<Found>(rememberedKeys);
  }
}
