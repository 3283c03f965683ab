import { createJsonLog } from "../adapters/node/json-log.ts";
import { isDataError } from "../adapters/postgres/store-error.ts";
import { workersClock } from "../adapters/workers/clock.ts";
import { writeQueuedEntries } from "../adapters/workers/write-queued-entries.ts";
import type { QueuedMessage } from "../adapters/workers/write-queued-entries.ts";
import { configText, readWorkerConfig } from "./worker-config.ts";
import type { WorkerEnv } from "./worker-env.ts";
import { serveRequest } from "./worker-fetch.ts";
import { Isolate } from "./worker-isolate.ts";
import { openRequestStore } from "./worker-scope.ts";

const dayMs = 24 * 60 * 60 * 1000;

const log = createJsonLog((line) => console.log(line.trimEnd()));
const isolate = new Isolate(log);

interface Context {
  waitUntil(work: Promise<unknown>): void;
}

/** The gateway on Cloudflare Workers. docs/workers.md says how it is deployed and what differs from Node. */
// oxlint-disable-next-line import/no-default-export -- workerd calls the default export's handlers
export default {
  fetch: (request: Request, env: WorkerEnv, context: Context): Promise<Response> =>
    serveRequest(request, { env, isolate, log, waitUntil: (work) => context.waitUntil(work) }),

  /** Writes the rows that calls have put into the queue. */
  async queue(batch: { readonly messages: readonly QueuedMessage[] }, env: WorkerEnv): Promise<void> {
    const store = await openRequestStore(env, isolate);
    try {
      await writeQueuedEntries(batch.messages, { calls: store.calls, isDataError, log });
    } finally {
      await store.close();
    }
  },

  /** Makes the ledger's partitions of the coming days and drops those past retention. */
  async scheduled(_controller: unknown, env: WorkerEnv): Promise<void> {
    const store = await openRequestStore(env, isolate);
    try {
      const { storage } = readWorkerConfig(await configText(env, store.settings), env);
      await store.calls.maintain(workersClock.now(), Math.ceil(storage.retention / dayMs));
    } finally {
      await store.close();
    }
  },
};
