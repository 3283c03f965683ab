import type { KeyHasher } from "../access/hash-key.ts";
import { rememberHashes } from "../access/remember-hashes.ts";
import { createEchoUpstream } from "../adapters/echo/echo-upstream.ts";
import { createBindingSecrets } from "../adapters/workers/binding-secrets.ts";
import { workersClock } from "../adapters/workers/clock.ts";
import { createFetchUpstream } from "../adapters/workers/fetch-upstream.ts";
import { workersIds } from "../adapters/workers/ids.ts";
import { KeyCache } from "../adapters/workers/key-cache.ts";
import { createKeyHasher } from "../adapters/workers/key-hasher.ts";
import { createCounters } from "../gateway/counters.ts";
import type { Counters } from "../gateway/counters.ts";
import type { Snapshot } from "../gateway/snapshot.ts";
import type { Background } from "../ports/background.ts";
import type { Log } from "../ports/log.ts";
import type { PriceTable } from "../ports/price-table.ts";
import type { Store } from "../ports/store.ts";
import type { CompiledPrompt } from "../prompts/compile-prompt.ts";
import { RegistryCache } from "../rollouts/registry-cache.ts";
import { buildSnapshot } from "./build-snapshot.ts";
import { keySecret } from "./key-secret.ts";
import { openPrices } from "./open-prices.ts";
import { boundConfig, configText, readWorkerConfig } from "./worker-config.ts";
import { textBindings } from "./worker-env.ts";
import type { WorkerEnv } from "./worker-env.ts";

/** How long a stored configuration is served before the next call looks for a newer one, behind its back. */
const configLifeMs = 5_000;
/** A configuration that was refused is read again after this. */
const refusalLifeMs = 1_000;

/** What one request lends to the isolate: its connection and its time after the answer. */
export interface Borrowed {
  readonly store: Store;
  readonly background: Background;
  readonly log: Log;
}

/** What an isolate knows once it is ready to serve. */
export interface Ready {
  readonly hasher: KeyHasher;
  readonly prices: PriceTable;
  readonly snapshot: Snapshot;
}

interface Taken {
  readonly text: string | undefined;
  readonly snapshot: Snapshot;
}

/**
 * What outlives a request: the configuration in force, prices, the hasher and the keys of the last half second. Values
 * only, never a promise or a connection: those belong to the request that made them, and end with it.
 */
export class Isolate {
  readonly keys = new KeyCache();
  readonly registry = new RegistryCache<CompiledPrompt>();
  readonly counters: Counters;
  /** Whether a request of this isolate has found that the database's schema fits. */
  schemaIsKnown = false;
  #hasher: KeyHasher | undefined;
  #prices: PriceTable | undefined;
  #taken: Taken | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #refused: { readonly error: unknown; readonly at: number } | undefined;

  constructor(log: Log) {
    this.counters = createCounters((target, reason) => log.warn("price-unknown", { target, reason }));
  }

  /** Rejects with `config-invalid` or `store-unavailable`; then the next request tries again. */
  async ready(env: WorkerEnv, borrowed: Borrowed): Promise<Ready> {
    const { settings } = borrowed.store;
    if (this.#hasher === undefined || this.#prices === undefined) {
      const [secret, prices] = await Promise.all([
        keySecret(settings, workersIds, textBindings(env)),
        openPrices(settings),
      ]);
      this.#hasher = rememberHashes(createKeyHasher(secret));
      this.#prices = prices;
    }
    return {
      hasher: this.#hasher,
      prices: this.#prices,
      snapshot: await this.#snapshot(env, borrowed, this.#prices),
    };
  }

  async #snapshot(env: WorkerEnv, borrowed: Borrowed, prices: PriceTable): Promise<Snapshot> {
    if (this.#taken === undefined) return await this.#first(env, borrowed, prices);
    if (boundConfig(env) === undefined && workersClock.now() - this.#readAt >= configLifeMs) {
      this.#readAt = workersClock.now();
      borrowed.background.run("config-refresh", this.#refresh(env, borrowed, prices));
    }
    return this.#taken.snapshot;
  }

  async #first(env: WorkerEnv, { store }: Borrowed, prices: PriceTable): Promise<Snapshot> {
    if (this.#refused !== undefined && workersClock.now() - this.#refused.at < refusalLifeMs) throw this.#refused.error;
    const text = await configText(env, store.settings);
    try {
      this.#taken = { text, snapshot: takeConfig(text, env, prices) };
    } catch (error) {
      this.#refused = { error, at: workersClock.now() };
      throw error;
    }
    this.#readAt = workersClock.now();
    return this.#taken.snapshot;
  }

  /** A bad configuration is refused whole, and the old one stays. */
  async #refresh(env: WorkerEnv, { store, log }: Borrowed, prices: PriceTable): Promise<void> {
    const text = await configText(env, store.settings);
    if (text === this.#taken?.text) return;
    try {
      const snapshot = takeConfig(text, env, prices);
      this.#taken = { text, snapshot };
      log.info("config-taken", { hash: snapshot.hash });
    } catch (error) {
      log.error("config-refused", { inForce: this.#taken?.snapshot.hash, error });
    }
  }
}

function takeConfig(text: string | undefined, env: WorkerEnv, priceTable: PriceTable): Snapshot {
  return buildSnapshot(readWorkerConfig(text, env), {
    secrets: createBindingSecrets(textBindings(env)),
    network: createFetchUpstream(),
    echo: createEchoUpstream({ clock: workersClock, ids: workersIds }),
    priceTable,
  });
}
