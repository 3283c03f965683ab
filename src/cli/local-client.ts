import { createKey, keyWishSchema } from "../access/create-key.ts";
import { listKeys } from "../access/list-keys.ts";
import { revokeKey } from "../access/revoke-key.ts";
import type { CallView } from "../ledger/call-view.ts";
import { countFindings, guardCountsQuerySchema } from "../ledger/count-findings.ts";
import { callListSchema, listCalls } from "../ledger/list-calls.ts";
import { callQuerySchema } from "../ledger/parse-call-filter.ts";
import { parseRepriceRequest, repriceWishSchema } from "../ledger/parse-reprice-request.ts";
import { viewRefresh, viewRepricing } from "../ledger/price-view.ts";
import { forgetRefreshedPrices, refreshPrices } from "../ledger/refresh-prices.ts";
import { repriceCalls } from "../ledger/reprice-calls.ts";
import { showCall } from "../ledger/show-call.ts";
import { priceQuerySchema, showPrices } from "../ledger/show-prices.ts";
import { tailCalls } from "../ledger/tail-calls.ts";
import { parseInput } from "../lib/parse-input.ts";
import { withoutUndefined } from "../lib/without-undefined.ts";
import type { Clock } from "../ports/clock.ts";
import type { ControlClient, Query } from "./client.ts";
import { localRegistry } from "./local-registry.ts";
import type { LocalParts } from "./machine.ts";
import { replayNeedsGateway } from "./replay-needs-gateway.ts";

/** The control plane in this process: the same verbs as behind the HTTP API, on the store of this machine. */
export function createLocalClient(parts: LocalParts, clock: Clock): ControlClient {
  const { store, ids, hasher } = parts;
  const { calls, settings } = store;
  // The store counts every change of a key, and gateways look at the count.
  const guardPolicies = () => parts.guardPolicies;
  const keyParts = { keys: store.keys, ids, hasher, clock, guardPolicies, onKeysChanged: () => Promise.resolve() };
  return {
    place: parts.description,
    ...localRegistry(parts, clock),
    keys: {
      create: async (wish) => await createKey(parseInput(keyWishSchema, withoutUndefined(wish)), keyParts),
      list: () => listKeys(keyParts),
      revoke: (idOrPrefix) => revokeKey(idOrPrefix, keyParts),
    },
    calls: {
      list: async (query) => await listCalls(parseInput(callListSchema, withoutUndefined(query)), { calls, clock }),
      show: (id) => showCall({ id, project: undefined }, { calls }),
      tail: (query, signal) => tailLocally(query, { calls, clock, signal }),
      replay: (id) => Promise.reject(replayNeedsGateway(id)),
    },
    guards: {
      counts: async (query) =>
        await countFindings(parseInput(guardCountsQuerySchema, withoutUndefined(query)), { calls, clock }),
    },
    prices: {
      show: async (query) =>
        await Promise.resolve(
          showPrices(parseInput(priceQuerySchema, withoutUndefined(query)), { ...parts.pricing, clock }),
        ),
      async reprice(body) {
        const request = parseRepriceRequest(parseInput(repriceWishSchema, withoutUndefined(body)), clock.now());
        const priceIdOf = (provider: string) => parts.pricing.providers.get(provider)?.priceId;
        return viewRepricing(await repriceCalls(request, { calls, prices: parts.prices, priceIdOf }), request.dryRun);
      },
      async refresh(text) {
        return viewRefresh(await refreshPrices(text, { settings, check: parts.check }, clock.now()));
      },
      forget: () => forgetRefreshedPrices(settings),
    },
    close: () => parts.close(),
  };
}

async function* tailLocally(query: Query, parts: Parameters<typeof tailCalls>[1]): AsyncGenerator<CallView> {
  const request = { query: parseInput(callQuerySchema, withoutUndefined(query)), after: undefined };
  for await (const batch of tailCalls(request, parts)) yield* batch.calls;
}
