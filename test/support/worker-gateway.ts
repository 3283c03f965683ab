import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { ApiKey } from "../../src/access/api-key.ts";
import { issueKey } from "../../src/access/issue-key.ts";
import type { KeyRequest } from "../../src/access/issue-key.ts";
import { createNodeIds } from "../../src/adapters/node/ids.ts";
import { createKeyHasher } from "../../src/adapters/node/key-hasher.ts";
import { readMigrations } from "../../src/adapters/node/read-migrations.ts";
import { openStore } from "../../src/adapters/postgres/open-store.ts";
import { keySecret } from "../../src/entry/key-secret.ts";
import type { CallRecord } from "../../src/ledger/call-record.ts";
import type { Store } from "../../src/ports/store.ts";
import { buildWorker } from "./build-worker.ts";
import type { BuiltWorker } from "./build-worker.ts";
import { makeTestDatabase } from "./postgres.ts";
import type { TestDatabase } from "./postgres.ts";
import { runWorkerd } from "./run-workerd.ts";
import type { Bindings, ServedWorker } from "./run-workerd.ts";
import { pause } from "./stub-upstream.ts";
import type { TcpGate } from "./tcp-gate.ts";

export interface WorkerOptions {
  /** Variables and secrets; a `holdfast.yaml` as HOLDFAST_CONFIG. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Whether the queue that wrangler.toml has commented out is there. */
  readonly queue?: boolean;
  /** Where the Worker finds the database, when not where the test does. */
  readonly workerDatabaseUrl?: (url: string) => string | Promise<string>;
  readonly serve?: (built: BuiltWorker, bindings: Bindings) => Promise<ServedWorker>;
}

/** The built Worker in real workerd, with a Postgres of its own. */
export interface WorkerGateway extends ServedWorker {
  readonly built: BuiltWorker;
  readonly database: TestDatabase;
  /** The same database, as another replica would use it. */
  readonly store: Store;
  /** May call models, pass through, and administer. */
  readonly key: string;
  issue(request?: Partial<KeyRequest>): Promise<{ readonly key: string; readonly record: ApiKey }>;
  /** POSTs JSON, or text as it is. */
  post(path: string, body: unknown, init?: Posting): Promise<Response>;
  /** The row of the call that an answer belongs to. */
  row(answer: Response): Promise<CallRecord>;
  /** How many rows the ledger has. */
  count(): Promise<number>;
}

export interface Posting {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export async function startWorkerGateway(options: WorkerOptions = {}): Promise<WorkerGateway> {
  const { queue = false, serve = runWorkerd, workerDatabaseUrl = String, texts = {} } = options;
  const folder = await mkdtemp(join(tmpdir(), "holdfast-worker-"));
  const built = await buildWorker(folder, { queue });
  const database = await makeTestDatabase();
  const store = await openStore({ url: database.url, migrations: await readMigrations() });
  const served = await serve(built, { databaseUrl: await workerDatabaseUrl(database.url), texts });
  const ids = createNodeIds();
  const hasher = createKeyHasher(await keySecret(store.settings, ids, {}));
  const issue: WorkerGateway["issue"] = async (request = {}) => {
    const issued = issueKey({ project: "default", name: "test", ...request }, { ids, hasher }, Date.now());
    await store.keys.create(issued.record);
    return issued;
  };
  const { key } = await issue({ scopes: ["call", "passthrough", "admin"] });
  return {
    ...served,
    built,
    database,
    store,
    key,
    issue,
    post: (path, body, { headers, ...init } = {}) =>
      fetch(`${served.url}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
        ...init,
      }),
    row: (answer) => until(() => store.calls.get(answer.headers.get("holdfast-call-id") ?? "")),
    count: async () => (await store.calls.list({}, 1_000)).calls.length,
    async close() {
      await served.close();
      await store.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const maxTries = 5;

/**
 * The answer of a call that was made while the database was away, which is left away. Its key is known to the isolate for
 * half a second; on a machine that is busy for longer it is tried again.
 */
export async function answeredWhileAway(call: () => Promise<Response>, gate: TcpGate): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    await call();
    await gate.shut();
    const answer = await call();
    if (answer.status === 200 || attempt === maxTries) return answer;
    await gate.open();
  }
}

/** What `look` finds, as soon as it finds something. */
export async function until<Found>(look: () => Promise<Found | undefined>, patienceMs = 5_000): Promise<Found> {
  for (const started = performance.now(); performance.now() - started < patienceMs;) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(20);
  }
  throw new Error(`nothing was found within ${patienceMs} ms`);
}
