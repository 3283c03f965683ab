import type { ApiKey } from "../access/api-key.ts";
import { createNodeBackground } from "../adapters/node/background.ts";
import { isDataError } from "../adapters/postgres/store-error.ts";
import { openStore } from "../adapters/postgres/open-store.ts";
import { workersClock } from "../adapters/workers/clock.ts";
import { workersIds } from "../adapters/workers/ids.ts";
import { createWorkersRecorder } from "../adapters/workers/workers-recorder.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { createOpenCalls } from "../gateway/open-calls.ts";
import { finishCount } from "../ledger/finish-count.ts";
import { estimatingTokenizer } from "../lib/estimate-tokens.ts";
import type { Background } from "../ports/background.ts";
import type { Log } from "../ports/log.ts";
import type { PriceTable } from "../ports/price-table.ts";
import type { Store } from "../ports/store.ts";
import { databaseUrl } from "./worker-env.ts";
import type { WorkerEnv } from "./worker-env.ts";
import { openWorkerRegistry } from "./worker-registry.ts";
import type { Isolate } from "./worker-isolate.ts";

/** What belongs to one request: sockets and timers of one must not be used by another. */
export interface Scope {
  readonly store: Store;
  readonly background: Background;
  readonly gateway: Gateway;
  readonly prices: PriceTable;
}

/** Enough for one request: its queries follow each other, and Hyperdrive keeps the real connections. */
const connections = 1;

/** A store of one request's own. Nothing connects before the first query, but for the isolate's first look at the schema. */
export async function openRequestStore(env: WorkerEnv, isolate: Isolate): Promise<Store> {
  const store = await openStore({ url: databaseUrl(env), max: connections, schemaIsKnown: isolate.schemaIsKnown });
  isolate.schemaIsKnown = true;
  return store;
}

/** The gateway as one request uses it. Rejects with `config-invalid` or `store-unavailable`. */
export async function openScope(env: WorkerEnv, isolate: Isolate, log: Log): Promise<Scope> {
  const store = await openRequestStore(env, isolate);
  const background = createNodeBackground(log);
  try {
    const { hasher, prices, snapshot } = await isolate.ready(env, { store, background, log });
    const recorder = createWorkersRecorder({
      calls: store.calls,
      clock: workersClock,
      isDataError,
      background,
      log,
      queue: env.HOLDFAST_QUEUE,
      finishCount: (entry) => finishCount(entry, { tokenizer: estimatingTokenizer, table: prices }),
    });
    const gateway: Gateway = {
      clock: workersClock,
      ids: workersIds,
      log,
      background,
      recorder,
      hasher,
      registry: await openWorkerRegistry(isolate.registry, { store, background, log }),
      keys: { find: (hash) => findKey(hash, store, isolate) },
      counters: isolate.counters,
      openCalls: createOpenCalls(workersClock),
      snapshot: () => snapshot,
    };
    return { store, background, gateway, prices };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function findKey(hash: string, store: Store, isolate: Isolate): ApiKey | undefined | Promise<ApiKey | undefined> {
  const askedAt = workersClock.now();
  const known = isolate.keys.get(hash, askedAt);
  if (known !== undefined) return known.key;
  return store.keys.byHash(hash).then((key) => {
    isolate.keys.set(hash, { key, askedAt });
    return key;
  });
}
