import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { KeyRequest } from "../../src/access/issue-key.ts";
import { issueKey } from "../../src/access/issue-key.ts";
import { openKeyDirectory } from "../../src/access/key-directory.ts";
import { createEchoUpstream } from "../../src/adapters/echo/echo-upstream.ts";
import { parsePriceData } from "../../src/adapters/genai-prices/parse-price-data.ts";
import { nodeClock } from "../../src/adapters/node/clock.ts";
import { createNodeIds } from "../../src/adapters/node/ids.ts";
import { createJsonLog } from "../../src/adapters/node/json-log.ts";
import { createKeyHasher } from "../../src/adapters/node/key-hasher.ts";
import { createNodeSecrets } from "../../src/adapters/node/secrets.ts";
import { readConfig } from "../../src/entry/live-config.ts";
import { openStorage } from "../../src/entry/open-storage.ts";
import { openPrices } from "../../src/entry/open-prices.ts";
import { buildSnapshot } from "../../src/entry/build-snapshot.ts";
import { createCounters } from "../../src/gateway/counters.ts";
import { createOpenCalls } from "../../src/gateway/open-calls.ts";
import { createAdminApp } from "../../src/http/app.ts";
import type { AdminParts } from "../../src/http/admin-parts.ts";
import type { CallBodies, CallRecord } from "../../src/ledger/call-record.ts";
import type { RecorderState } from "../../src/ports/recorder.ts";
import type { CompiledPrompt } from "../../src/prompts/compile-prompt.ts";
import { openStoredPrompt } from "../../src/prompts/open-stored-prompt.ts";
import { createRegistryDirectory } from "../../src/rollouts/registry-directory.ts";
import { RegistryMemory } from "../../src/rollouts/registry-memory.ts";
import { createMemoryRecorder } from "../support/memory-recorder.ts";

export type Json = Record<string, ReturnType<typeof JSON.parse>>;

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

const yaml = `
providers:
  echo: { kind: echo }
  groq: { kind: openai-compatible, baseUrl: https://api.groq.com/openai/v1 }
routes:
  support: { target: echo/echo-mini }
guards: { strict: {} }
prompts: { protectedLabels: [protected] }
prices:
  - { provider: echo, model: "echo*", inputPerMillion: 1, outputPerMillion: 2 }
`;

export const quietSpool: RecorderState = {
  pendingRecords: 0,
  pendingBytes: 0,
  maxBytes: 1_000,
  oldestPendingMs: 0,
  lastError: undefined,
  rejectedRecords: 0,
};

/** The admin API on a real embedded database, asked without a socket. */
export async function openAdmin() {
  const dataDir = await mkdtemp(join(tmpdir(), "holdfast-admin-"));
  const logged: string[] = [];
  const log = createJsonLog((line) => void logged.push(line));
  const secrets = createNodeSecrets({});
  const config = readConfig(yaml, "holdfast.yaml", {});
  const storage = await openStorage(config, dataDir, { secrets, log });
  const { store } = storage;
  const ids = createNodeIds();
  const hasher = createKeyHasher(ids.secret(32));
  const keys = await openKeyDirectory(store.keys);
  const registry = createRegistryDirectory({
    registry: store.registry,
    memory: new RegistryMemory<CompiledPrompt>(),
    open: openStoredPrompt,
    prefetched: 0,
  });
  await registry.refresh();
  const table = await openPrices(store.settings);
  const snapshot = buildSnapshot(config, {
    secrets,
    network: createEchoUpstream({ clock: nodeClock, ids }),
    echo: createEchoUpstream({ clock: nodeClock, ids }),
    priceTable: table,
  });
  const spool = { state: quietSpool, accepting: true };
  const parts: AdminParts = {
    run: () => Promise.reject(new Error("calls are made by a whole gateway only; see test/flows/replay.test.ts")),
    store,
    ids,
    hasher,
    keys,
    log,
    prices: { table, check: parsePriceData },
    clock: nodeClock,
    registry,
    counters: createCounters(() => {}),
    openCalls: createOpenCalls(nodeClock),
    recorder: { ...createMemoryRecorder(), state: () => spool.state, accepting: () => spool.accepting },
    snapshot: () => snapshot,
    onKeysChanged: () => keys.refresh(),
    onRegistryChanged: () => registry.refresh(),
    memory: () => ({ residentBytes: 123, heapUsedBytes: 45 }),
  };
  const app = createAdminApp(parts);

  async function issue(request: Partial<KeyRequest>): Promise<string> {
    const { key, record } = issueKey({ project: "default", name: "test", ...request }, { ids, hasher }, Date.now());
    await store.keys.create(record);
    await keys.refresh();
    return key;
  }

  async function ask(path: string, key?: string, init: RequestInit = {}): Promise<Answered> {
    const headers = new Headers(init.headers);
    if (key !== undefined) headers.set("authorization", `Bearer ${key}`);
    const response = await app.request(path, { ...init, headers });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text } };
  }

  return {
    app,
    parts,
    store,
    spool,
    logged,
    issue,
    ask,
    send: (method: string, path: string, key: string, body: unknown) =>
      ask(path, key, {
        method,
        headers: { "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    async record(
      calls: readonly CallRecord[],
      bodies: readonly (CallBodies & { id: string; started_at: string })[] = [],
    ) {
      await store.calls.insertEncoded(
        calls.map((call) => JSON.stringify(call)),
        bodies.map((body) => JSON.stringify(body)),
      );
    },
    call(fields: Partial<CallRecord> = {}, ageMs = 1_000): CallRecord {
      const atMs = Date.now() - ageMs;
      return makeCall(ids.call(atMs), atMs, fields);
    },
    async close() {
      await storage.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type Admin = Awaited<ReturnType<typeof openAdmin>>;

export function makeCall(id: string, atMs: number, fields: Partial<CallRecord> = {}): CallRecord {
  return {
    id,
    started_at: new Date(atMs).toISOString(),
    project: "default",
    route: "support",
    target: "echo/echo-mini",
    provider: "echo",
    requested_model: "support",
    answering_model: "echo-mini",
    dialect: "openai-chat",
    operation: "chat.completions",
    stream: false,
    outcome: "answered",
    status: 200,
    attempts: 1,
    input_tokens: 1_000,
    output_tokens: 500,
    usage_source: "provider",
    cost_nanodollars: 2_000_000,
    price_source: "config",
    price_version: "v1",
    latency_ms: 120.5,
    overhead_ms: 0.4,
    request_bytes: 200,
    response_bytes: 400,
    config_hash: "abc",
    ...fields,
  };
}
