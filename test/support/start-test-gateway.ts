import type { Server } from "node:http";

import { issueKey } from "../../src/access/issue-key.ts";
import type { KeyRequest } from "../../src/access/issue-key.ts";
import type { ApiKey } from "../../src/access/api-key.ts";
import { rememberHashes } from "../../src/access/remember-hashes.ts";
import { createEchoUpstream } from "../../src/adapters/echo/echo-upstream.ts";
import { openPriceTable } from "../../src/adapters/genai-prices/price-table.ts";
import { createNodeBackground } from "../../src/adapters/node/background.ts";
import { nodeClock } from "../../src/adapters/node/clock.ts";
import { createNodeEdge } from "../../src/adapters/node/http-edge.ts";
import { createNodeIds } from "../../src/adapters/node/ids.ts";
import { createJsonLog } from "../../src/adapters/node/json-log.ts";
import { createKeyHasher } from "../../src/adapters/node/key-hasher.ts";
import { createNodeSecrets } from "../../src/adapters/node/secrets.ts";
import { createUndiciUpstream } from "../../src/adapters/node/undici-upstream.ts";
import { assemble } from "../../src/entry/assemble.ts";
import { listen } from "../../src/entry/listen.ts";
import { readConfig } from "../../src/entry/live-config.ts";
import { buildSnapshot } from "../../src/entry/build-snapshot.ts";
import { createCounters } from "../../src/gateway/counters.ts";
import type { Gateway } from "../../src/gateway/gateway.ts";
import { createOpenCalls } from "../../src/gateway/open-calls.ts";
import { noRegistry } from "../../src/rollouts/no-registry.ts";
import type { Snapshot } from "../../src/gateway/snapshot.ts";
import { createMemoryRecorder } from "./memory-recorder.ts";
import type { MemoryRecorder } from "./memory-recorder.ts";

export interface TestGateway {
  readonly url: string;
  readonly gateway: Gateway;
  readonly recorder: MemoryRecorder;
  /** A key for project `default` that may do everything a caller may. */
  readonly key: string;
  /** Lines the gateway logged. */
  readonly logged: readonly string[];
  readonly server: Server;
  issue(request?: Partial<KeyRequest>): { readonly key: string; readonly record: ApiKey };
  revoke(record: ApiKey): void;
  /** Serves from now on by another snapshot, made from the one in force. */
  changeSnapshot(change: (snapshot: Snapshot) => Snapshot): void;
  close(): Promise<void>;
}

/** A real gateway on loopback, over real sockets, with its ledger in memory. `yaml` is a `holdfast.yaml`. */
export async function startTestGateway(yaml: string, env: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  const config = readConfig(yaml, "holdfast.yaml", env);
  const ids = createNodeIds();
  const hasher = rememberHashes(createKeyHasher(ids.secret(32)));
  const keys = new Map<string, ApiKey>();
  const logged: string[] = [];
  const log = createJsonLog((line) => void logged.push(line));
  const recorder = createMemoryRecorder();
  const network = createUndiciUpstream({ maxConnectionsPerOrigin: 128, maxHeaderBytes: 32_768 });
  let snapshot = buildSnapshot(config, {
    secrets: createNodeSecrets(env),
    network,
    echo: createEchoUpstream({ clock: nodeClock, ids }),
    priceTable: await openPriceTable(),
  });
  const gateway: Gateway = {
    clock: nodeClock,
    ids,
    log,
    background: createNodeBackground(log),
    recorder,
    hasher,
    keys: { find: (hash) => keys.get(hash) },
    registry: noRegistry(),
    counters: createCounters(() => {}),
    openCalls: createOpenCalls(nodeClock),
    snapshot: () => snapshot,
  };
  const server = createNodeEdge({
    ...assemble(gateway),
    maxHeaderBytes: config.limits.maxHeaderBytes,
    other: (_request, response) => response.writeHead(404).end(),
    onFault: (error) => log.error("edge-broke", { error }),
  });
  const port = await listen(server, "127.0.0.1", 0);
  const issue: TestGateway["issue"] = (request = {}) => {
    const issued = issueKey({ project: "default", name: "test", ...request }, { ids, hasher }, Date.now());
    keys.set(issued.record.hash, issued.record);
    return issued;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    gateway,
    recorder,
    key: issue().key,
    logged,
    server,
    issue,
    changeSnapshot(change) {
      snapshot = change(snapshot);
    },
    revoke: (record) => void keys.set(record.hash, { ...record, revokedAt: Date.now() }),
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await network.close();
    },
  };
}
