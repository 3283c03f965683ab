import type { KeyStore } from "../ports/store.ts";
import type { ApiKey } from "./api-key.ts";
import { buildKeySnapshot } from "./build-key-snapshot.ts";

/** All keys in memory, so that a call costs no query and an unknown key none either; refreshed when the store's change. */
export interface KeyDirectory {
  find(hash: string): ApiKey | undefined;
  /** Reads the keys again when the store's revision moved. Rejects with `store-unavailable`; then the old ones stand. */
  refresh(): Promise<void>;
  readonly size: number;
}

/** Loads all keys. Rejects with `store-unavailable`. */
export async function openKeyDirectory(store: KeyStore): Promise<KeyDirectory> {
  // The revision is read first: a change in between is then read twice, never missed.
  let revision = await store.revision();
  let snapshot = buildKeySnapshot(await store.all());
  return {
    find: (hash) => snapshot.find(hash),
    async refresh() {
      const current = await store.revision();
      if (current === revision) return;
      snapshot = buildKeySnapshot(await store.all());
      revision = current;
    },
    get size() {
      return snapshot.size;
    },
  };
}
