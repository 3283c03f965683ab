import { rememberHashes } from "../../src/access/remember-hashes.ts";
import { issueKey } from "../../src/access/issue-key.ts";
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
import { buildSnapshot } from "../../src/entry/build-snapshot.ts";
import { listen } from "../../src/entry/listen.ts";
import { readConfig } from "../../src/entry/live-config.ts";
import { createCounters } from "../../src/gateway/counters.ts";
import { noRegistry } from "../../src/rollouts/no-registry.ts";
import type { Gateway } from "../../src/gateway/gateway.ts";
import { createOpenCalls } from "../../src/gateway/open-calls.ts";
import { createMemoryLedger } from "./memory-ledger.ts";
import type { MemoryLedger } from "./memory-ledger.ts";
import type { Service } from "./services.ts";

export interface ReplayGateway {
  readonly port: number;
  readonly key: string;
  readonly ledger: MemoryLedger;
  close(): Promise<void>;
}

/** What every provider behind the gateway takes for its key. */
export const providerKey = "provider-key-of-the-replay";
/** Tells the provider of a replay which exchange a request belongs to. */
export const exchangeHeader = "x-conformance-exchange";

export interface ReplayGatewayOptions {
  readonly services: readonly Service[];
  /** Who serves a model that names no provider, by API. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly providerPort: number;
}

/** A real gateway on loopback, composed as `holdfast start` does it, but for its ledger, which is in memory. */
export async function startGateway(options: ReplayGatewayOptions): Promise<ReplayGateway> {
  const config = readConfig(configText(options), "conformance", {});
  const env = { REPLAY_KEY: providerKey };
  const ids = createNodeIds();
  const hasher = rememberHashes(createKeyHasher(ids.secret(32)));
  const log = createJsonLog(() => {});
  const ledger = createMemoryLedger();
  const network = createUndiciUpstream({ maxConnectionsPerOrigin: 128, maxHeaderBytes: config.limits.maxHeaderBytes });
  const snapshot = buildSnapshot(config, {
    secrets: createNodeSecrets(env),
    network,
    echo: createEchoUpstream({ clock: nodeClock, ids }),
    priceTable: await openPriceTable(),
  });
  const issued = issueKey({ project: "default", name: "conformance" }, { ids, hasher }, Date.now());
  const gateway: Gateway = {
    clock: nodeClock,
    ids,
    log,
    background: createNodeBackground(log),
    recorder: ledger,
    hasher,
    keys: { find: (hash) => (hash === issued.record.hash ? issued.record : undefined) },
    registry: noRegistry(),
    counters: createCounters(() => {}),
    openCalls: createOpenCalls(nodeClock),
    snapshot: () => snapshot,
  };
  const server = createNodeEdge({
    ...assemble(gateway),
    maxHeaderBytes: config.limits.maxHeaderBytes,
    other: (_request, response) => response.writeHead(404).end("no data-plane path"),
    onFault: (error) => {
      throw error;
    },
  });
  return {
    port: await listen(server, "127.0.0.1", 0),
    key: issued.key,
    ledger,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await network.close();
    },
  };
}

/** JSON is YAML. */
function configText({ services, defaults, providerPort }: ReplayGatewayOptions): string {
  const providers = services.map((service) => [
    service.id,
    {
      kind: service.kind,
      baseUrl: `http://127.0.0.1:${providerPort}${service.basePath}`,
      apiKey: { env: "REPLAY_KEY" },
      forwardHeaders: [exchangeHeader],
      ...(service.kind === "openai-compatible" && service.priceId !== undefined ? { prices: service.priceId } : {}),
      usage: { reasoningBesideOutput: service.reasoningBesideOutput, streamOptions: service.streamOptions },
    },
  ]);
  return JSON.stringify({ providers: Object.fromEntries(providers), defaults });
}
