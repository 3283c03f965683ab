import type { Server } from "node:http";
import { join } from "node:path";

import { getRequestListener } from "@hono/node-server";

import { openKeyDirectory } from "../access/key-directory.ts";
import { rememberHashes } from "../access/remember-hashes.ts";
import { createEchoUpstream } from "../adapters/echo/echo-upstream.ts";
import { parsePriceData } from "../adapters/genai-prices/parse-price-data.ts";
import { createNodeBackground } from "../adapters/node/background.ts";
import { nodeClock } from "../adapters/node/clock.ts";
import { createNodeEdge } from "../adapters/node/http-edge.ts";
import { createNodeIds } from "../adapters/node/ids.ts";
import { createKeyHasher } from "../adapters/node/key-hasher.ts";
import { createNodeSecrets } from "../adapters/node/secrets.ts";
import { createUndiciUpstream } from "../adapters/node/undici-upstream.ts";
import { insertStatements } from "../adapters/postgres/insert-statements.ts";
import { createSpoolRecorder } from "../adapters/spool/create-spool-recorder.ts";
import type { SpoolRecorderHandle } from "../adapters/spool/create-spool-recorder.ts";
import type { Config } from "../config/config.ts";
import { HoldfastError } from "../errors.ts";
import { createCounters } from "../gateway/counters.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { createOpenCalls } from "../gateway/open-calls.ts";
import type { AdminParts, ProcessMemory } from "../http/admin-parts.ts";
import { createAdminApp } from "../http/app.ts";
import type { PriceTable } from "../ports/price-table.ts";
import { assemble } from "./assemble.ts";
import { firstStart } from "./first-start.ts";
import { keySecret } from "./key-secret.ts";
import { listen } from "./listen.ts";
import { LiveConfig } from "./live-config.ts";
import type { LiveTree } from "./live-tree.ts";
import type { DrainInput } from "./open-drain-parts.ts";
import { openRegistry } from "./open-registry.ts";
import { openPrices } from "./open-prices.ts";
import { openStorage } from "./open-storage.ts";
import type { Storage } from "./open-storage.ts";
import type { Closers, GatewayStart, RunningGateway } from "./start-node.ts";
import { startUpkeep } from "./upkeep.ts";
import { within } from "./within.ts";

/** How long the last rows may take into the database at the end; what is left waits in the spool for the next start. */
const spoolDrainMs = 5_000;
/** How long the last bytes of finished answers may take to reach their callers. */
const lastBytesMs = 1_000;
const idlePollMs = 20;

/** Builds every part, serves, and says what runs. What has to be undone after a failure is in `closers`. */
export async function runGateway(start: GatewayStart): Promise<RunningGateway> {
  const { options, path, config, dataDir, embedded, closers } = start;
  const { env, log } = options;
  const secrets = createNodeSecrets(env);
  const network = openNetwork(config.limits);
  closers.push(() => network.close());
  const ids = createNodeIds();
  const echo = createEchoUpstream({ clock: nodeClock, ids });
  const storage = await openStorage(config, dataDir, { secrets, log, ...(embedded === undefined ? {} : { embedded }) });
  closers.push(() => storage.close());
  const priceTable = await openPrices(storage.store.settings);
  const live = new LiveConfig(config, {
    path,
    env,
    log,
    parts: { secrets, network, echo, priceTable },
    onTaken: (taken) => tree.take(taken),
  });
  const { registry, tree } = await openRegistry(start, { store: storage.store.registry, ids });
  const hasher = rememberHashes(createKeyHasher(await keySecret(storage.store.settings, ids, env)));
  const keys = await openKeyDirectory(storage.store.keys);
  const recorder = openRecorder(start, storage);
  const gateway: Gateway = {
    clock: nodeClock,
    ids,
    log,
    background: createNodeBackground(log),
    recorder,
    hasher,
    keys,
    registry,
    counters: createCounters((target, reason) => log.warn("price-unknown", { target, reason })),
    openCalls: createOpenCalls(nodeClock),
    snapshot: () => live.snapshot,
  };
  const upkeep = startUpkeep({ config, calls: storage.store.calls, keys, registry, log });
  closers.push(() => upkeep.stop());
  const admin = createAdminApp(adminParts(gateway, { storage, upkeep, priceTable }));
  const server = serve(gateway, admin.fetch, config);
  const port = await listen(server, config.server.host, config.server.port);
  closers.push(() => closeServer(server));
  // After all that may end a start, a taken port and a bad tree too: these keys are shown once.
  const first = await firstStart(storage.store, { ids, hasher, clock: nodeClock });
  if (first !== undefined) await upkeep.keysChanged();
  watchFiles({ live, tree, closers });
  return {
    url: `http://${shownHost(config.server.host)}:${port}`,
    firstStart: first,
    keyCount: keys.size,
    providers: [...live.snapshot.providers.keys()],
    storage: storage.description,
    drain: () => drain({ gateway, server, recorder, config, closers }),
  };
}

function openNetwork({ maxConnectionsPerProvider, maxHeaderBytes }: Config["limits"]) {
  return createUndiciUpstream({ maxConnectionsPerOrigin: maxConnectionsPerProvider, maxHeaderBytes });
}

interface Watched {
  readonly live: LiveConfig;
  readonly tree: LiveTree;
  readonly closers: Closers;
}

function watchFiles({ live, tree, closers }: Watched): void {
  live.watch();
  closers.push(() => live.close());
  tree.watch();
  closers.push(() => tree.close());
}

function openRecorder({ config, dataDir, options, closers }: GatewayStart, storage: Storage): SpoolRecorderHandle {
  const { maxBytes, segmentBytes, fsync } = config.storage.spool;
  // The same file, with the ending that runs here: .ts from a checkout, .js from the package.
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const recorder = createSpoolRecorder({
    directory: join(dataDir, "spool"),
    maxBytes,
    segmentBytes,
    fsync,
    partsModule: new URL(`./open-drain-parts.${ending}`, import.meta.url).href,
    partsInput: { address: storage.address, statements: insertStatements() } satisfies DrainInput,
    clock: nodeClock,
    log: options.log,
  });
  closers.push(() => recorder.close());
  return recorder;
}

interface Administered {
  readonly storage: Storage;
  readonly upkeep: ReturnType<typeof startUpkeep>;
  readonly priceTable: PriceTable;
}

function adminParts(gateway: Gateway, { storage, upkeep, priceTable }: Administered): AdminParts {
  return {
    ...gateway,
    run: assemble(gateway).run,
    store: storage.store,
    onKeysChanged: () => upkeep.keysChanged(),
    onRegistryChanged: () => upkeep.registryChanged(),
    prices: { table: priceTable, check: parsePriceData },
    memory: processMemory,
  };
}

function serve(gateway: Gateway, admin: ReturnType<typeof createAdminApp>["fetch"], config: Config): Server {
  const adminListener = getRequestListener(admin);
  return createNodeEdge({
    ...assemble(gateway),
    maxHeaderBytes: config.limits.maxHeaderBytes,
    other: (request, response) => void adminListener(request, response),
    onFault: (error) => gateway.log.error("edge-broke", { error }),
  });
}

function processMemory(): ProcessMemory {
  const { rss, heapUsed } = process.memoryUsage();
  return { residentBytes: rss, heapUsedBytes: heapUsed };
}

/** An address that a person can click: a wildcard is shown as this machine. */
function shownHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolvePromise) => {
    server.close(() => resolvePromise());
    server.closeAllConnections();
  });
}

interface Draining {
  readonly gateway: Gateway;
  readonly server: Server;
  readonly recorder: SpoolRecorderHandle;
  readonly config: Config;
  readonly closers: Closers;
}

async function drain({ gateway, server, recorder, config, closers }: Draining): Promise<void> {
  gateway.openCalls.stopAccepting();
  const closed = new Promise<void>((resolvePromise) => {
    server.close(() => resolvePromise());
  });
  server.closeIdleConnections();
  await gateway.openCalls.drained(config.limits.drain, new HoldfastError("shutting-down"));
  await gateway.background.drained();
  // A call is over when its row is safe; its last bytes may still be on their way to a caller who reads slowly.
  const closeIdle = setInterval(() => server.closeIdleConnections(), idlePollMs);
  const [isHome] = await Promise.all([recorder.drainNow(spoolDrainMs), within(lastBytesMs, closed)]);
  clearInterval(closeIdle);
  if (!isHome) gateway.log.warn("spool-left", { pendingRecords: recorder.state().pendingRecords });
  for (const close of closers.splice(0).toReversed()) await close();
}
