import { configHash } from "../config/config-hash.ts";
import type { Config } from "../config/config.ts";
import { chosenGuardPolicy } from "../config/guard-policy.ts";
import { buildExternalClassifier } from "../gateway/guarding/request/build-external-classifier.ts";
import type { ExternalParts } from "../gateway/guarding/request/build-external-classifier.ts";
import { buildClassifierEndpoint } from "../guards/external/build-classifier-endpoint.ts";
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
import { createPolicyOfKey, policyNames } from "./policy-of-key.ts";

export interface SnapshotParts extends Pick<ProviderParts, "secrets" | "network" | "echo"> {
  readonly priceTable: PriceTable;
}

/**
 * Builds everything a configuration decides, before it is swapped in. Throws `config-invalid` with every problem of
 * secrets at once; then nothing is swapped.
 */
export function buildSnapshot(config: Config, parts: SnapshotParts): Snapshot {
  const external = buildExternalParts(config, parts);
  const { providers } = external;
  const readPolicy: Snapshot["readPolicy"] = (stored) => namedPolicy(stored, external);
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
      unrouted === undefined ? undefined : readPolicy({ policy: unrouted.policy, content: { ...unrouted.content } }),
    guardPolicies: policyNames(config.guards),
    policyOfKey: createPolicyOfKey(config.guards, external),
    readPolicy,
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

/** Everything that has a secret, and who judges. */
function buildExternalParts(config: Config, parts: SnapshotParts): ExternalParts {
  const { priceTable } = parts;
  const providerParts = { ...parts, priceIdFor: (baseUrl: string) => priceTable.providerFor(baseUrl) };
  const providers = buildEach(config.providers, (id, provider) => buildProvider(id, provider, providerParts));
  const endpoints = buildEach(config.guards, (name, { classifier }) =>
    buildClassifierEndpoint(name, classifier, parts),
  );
  refuse([...providers.problems, ...endpoints.problems]);
  const external = { providers: providers.built, endpoints: endpoints.built };
  const judges = buildEach(config.guards, (name, { classifier }) =>
    classifier?.judge === undefined ? undefined : buildExternalClassifier(name, classifier, external),
  );
  refuse(judges.problems);
  return external;
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new HoldfastError("config-invalid", { message: problems.join("\n") });
}

interface BuiltEach<Part> {
  readonly built: ReadonlyMap<string, Part>;
  readonly problems: readonly string[];
}

/** What is built of the entries of a section, but for those of which there is nothing to build. */
function buildEach<Written, Part>(
  section: Readonly<Record<string, Written>>,
  build: (name: string, written: Written) => Part | undefined,
): BuiltEach<Part> {
  const built = new Map<string, Part>();
  const problems: string[] = [];
  for (const [name, written] of Object.entries(section)) {
    try {
      const part = build(name, written);
      if (part !== undefined) built.set(name, part);
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error;
      // One sentence for all of them comes in front.
      problems.push(error.message.replace(`${error.traits.says} `, ""));
    }
  }
  return { built, problems };
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
