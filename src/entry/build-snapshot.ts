import { configHash } from "../config/config-hash.ts";
import type { Config } from "../config/config.ts";
import { chosenGuardPolicy } from "../config/guard-policy.ts";
import { buildProvider } from "../providers/build-provider.ts";
import type { ProviderParts } from "../providers/build-provider.ts";
import { createRedactor } from "../ledger/create-redactor.ts";
import { createPriceBook } from "../ledger/create-price-book.ts";
import type { PriceTable } from "../ports/price-table.ts";
import type { Provider } from "../providers/provider.ts";
import { routesOfConfig } from "../rollouts/routes-of-config.ts";
import { HoldfastError } from "../errors.ts";
import type { ConfiguredRoute, Snapshot } from "../gateway/snapshot.ts";

import { namedPolicy } from "./named-policy.ts";

export interface SnapshotParts extends Pick<ProviderParts, "secrets" | "network" | "echo"> {
  readonly priceTable: PriceTable;
}

/**
 * Builds everything a configuration decides, before it is swapped in. Throws `config-invalid` with every provider's
 * problem at once; then nothing is swapped.
 */
export function buildSnapshot(config: Config, parts: SnapshotParts): Snapshot {
  const providers = buildProviders(config, parts);
  const find = (id: string | undefined): Provider | undefined => (id === undefined ? undefined : providers.get(id));
  const hash = configHash(config);
  const unrouted = chosenGuardPolicy(undefined, config.guards);
  return Object.freeze({
    hash,
    auth: config.auth,
    providers,
    routes: buildRoutes(config),
    defaults: Object.freeze(
      withoutUndefined({
        openai: find(config.defaults.openai),
        anthropic: find(config.defaults.anthropic),
        gemini: find(config.defaults.gemini),
      }),
    ),
    unrouted: config.models.unrouted,
    protectedLabels: config.prompts.protectedLabels,
    guards:
      unrouted === undefined ? undefined : namedPolicy({ policy: unrouted.policy, content: { ...unrouted.content } }),
    readPolicy: namedPolicy,
    limits: Object.freeze({
      bodyBytes: config.limits.bodyBytes,
      passthroughBytes: config.limits.passthroughBytes,
      answerBytes: config.limits.answerBytes,
      bodyReadMs: config.limits.bodyRead,
      totalMs: config.limits.total,
    }),
    capture: Object.freeze({
      bodies: config.capture.bodies,
      sampleRate: config.capture.sampleRate,
      maxBytes: config.capture.maxBytes,
      redactor: createRedactor(config.capture.redact),
    }),
    priceOverrides: config.prices,
    prices: createPriceBook({ table: parts.priceTable, overrides: config.prices, overridesVersion: hash }),
  });
}

function buildProviders(config: Config, parts: SnapshotParts): ReadonlyMap<string, Provider> {
  const { priceTable } = parts;
  const providerParts = { ...parts, priceIdFor: (baseUrl: string) => priceTable.providerFor(baseUrl) };
  const providers = new Map<string, Provider>();
  const problems: string[] = [];
  for (const [id, provider] of Object.entries(config.providers)) {
    try {
      providers.set(id, buildProvider(id, provider, providerParts));
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new HoldfastError("config-invalid", { message: problems.join("\n") });
  return providers;
}

function buildRoutes(config: Config): ReadonlyMap<string, ConfiguredRoute> {
  const routes = routesOfConfig(config).map(({ name, prompt, ...content }) => {
    const route: ConfiguredRoute = { name, content, hasPrompt: prompt !== undefined };
    return [name, Object.freeze(route)] as const;
  });
  return new Map(routes);
}

type Defaults = Snapshot["defaults"];

function withoutUndefined(found: { readonly [Family in keyof Defaults]: Provider | undefined }): Defaults {
  const defaults: { -readonly [Family in keyof Defaults]: Defaults[Family] } = {};
  if (found.openai !== undefined) defaults.openai = found.openai;
  if (found.anthropic !== undefined) defaults.anthropic = found.anthropic;
  if (found.gemini !== undefined) defaults.gemini = found.gemini;
  return defaults;
}
