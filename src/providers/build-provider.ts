import type { ProviderConfig } from "../config/config.ts";
import type { DialectId } from "../dialects/dialect.ts";
import { HoldfastError } from "../errors.ts";
import type { HeaderList } from "../ports/http-message.ts";
import { placeOfSecret } from "../lib/place-of-secret.ts";
import type { SecretRef, Secrets } from "../ports/secrets.ts";
import type { Upstream } from "../ports/upstream.ts";
import { knownHost } from "./known-hosts.ts";
import type { Provider, ProviderKind } from "./provider.ts";

export interface ProviderParts {
  readonly secrets: Secrets;
  readonly network: Upstream;
  readonly echo: Upstream;
  /** Whose prices a base URL's models have, as far as the price table knows. */
  readonly priceIdFor: (baseUrl: string) => string | undefined;
}

interface KindTraits {
  readonly dialects: readonly DialectId[];
  readonly priceId: string | undefined;
  /** The credential's header, and what stands before the key. */
  readonly credential: readonly [name: string, prefix: string];
  readonly modelNamesHaveNoSlash: boolean;
}

const openaiDialects: readonly DialectId[] = ["openai-chat", "openai-responses", "openai"];

const kinds: Readonly<Record<ProviderKind, KindTraits>> = {
  openai: {
    dialects: openaiDialects,
    priceId: "openai",
    credential: ["authorization", "Bearer "],
    modelNamesHaveNoSlash: true,
  },
  "azure-openai": {
    dialects: openaiDialects,
    priceId: "azure",
    credential: ["api-key", ""],
    modelNamesHaveNoSlash: true,
  },
  "openai-compatible": {
    dialects: openaiDialects,
    priceId: undefined,
    credential: ["authorization", "Bearer "],
    modelNamesHaveNoSlash: false,
  },
  anthropic: {
    dialects: ["anthropic-messages"],
    priceId: "anthropic",
    credential: ["x-api-key", ""],
    modelNamesHaveNoSlash: true,
  },
  gemini: {
    dialects: ["gemini"],
    priceId: "google",
    credential: ["x-goog-api-key", ""],
    modelNamesHaveNoSlash: false,
  },
  echo: {
    dialects: [...openaiDialects, "anthropic-messages", "gemini"],
    priceId: undefined,
    credential: ["authorization", ""],
    modelNamesHaveNoSlash: false,
  },
};

/** The echo provider is asked like any other; its origin never leaves the process. */
const echoUrl = "http://echo.invalid";
const echoTimeouts = { connectMs: 1_000, firstByteMs: 60_000, idleMs: 60_000 };

/** Builds a provider from its configuration. Throws `config-invalid` when its secret is not to be found. */
export function buildProvider(id: string, config: ProviderConfig, parts: ProviderParts): Provider {
  const traits = kinds[config.kind];
  if (config.kind === "echo") {
    return Object.freeze({
      id,
      kind: config.kind,
      ...baseOf(echoUrl),
      dialects: new Set(traits.dialects),
      credential: () => [],
      credentials: "gateway",
      forwardHeaders: [],
      timeouts: echoTimeouts,
      priceId: undefined,
      isBilled: false,
      quirks: {},
      acceptsStreamOptions: true,
      modelNamesHaveNoSlash: false,
      upstream: parts.echo,
    });
  }
  const host = knownHost(config.baseUrl);
  return Object.freeze({
    id,
    kind: config.kind,
    ...baseOf(config.baseUrl),
    dialects: new Set(traits.dialects),
    credential: credentialOf(id, config, parts.secrets),
    credentials: config.credentials,
    forwardHeaders: config.forwardHeaders.map((name) => name.toLowerCase()),
    timeouts: {
      connectMs: config.timeouts.connect,
      firstByteMs: config.timeouts.firstByte,
      idleMs: config.timeouts.idle,
    },
    priceId: config.prices ?? traits.priceId ?? parts.priceIdFor(config.baseUrl),
    isBilled: true,
    quirks: { reasoningBesideOutput: config.usage.reasoningBesideOutput ?? host.reasoningBesideOutput },
    acceptsStreamOptions: config.usage.streamOptions ?? host.acceptsStreamOptions,
    modelNamesHaveNoSlash: traits.modelNamesHaveNoSlash,
    upstream: parts.network,
  });
}

function baseOf(baseUrl: string): Pick<Provider, "origin" | "basePath"> {
  const url = new URL(baseUrl);
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/, "") };
}

type NetworkConfig = Exclude<ProviderConfig, { readonly kind: "echo" }>;

/** The credential and the fixed headers, held in a closure so that printing a provider prints no secret. */
function credentialOf(id: string, config: NetworkConfig, secrets: Secrets): () => HeaderList {
  const headers: string[] = [];
  if (config.credentials === "gateway" && config.apiKey !== undefined) {
    const [name, prefix] = kinds[config.kind].credential;
    headers.push(name, prefix + required(`providers.${id}.apiKey`, config.apiKey, secrets));
  }
  for (const [name, value] of Object.entries(config.headers)) {
    headers.push(
      name.toLowerCase(),
      typeof value === "string" ? value : required(`providers.${id}.headers.${name}`, value, secrets),
    );
  }
  return () => headers;
}

function required(path: string, ref: SecretRef, secrets: Secrets): string {
  const value = secrets.get(ref);
  if (value !== undefined) return value;
  throw new HoldfastError("config-invalid", {
    message: `${path}: ${placeOfSecret(ref)} is not set or empty; set it, or remove the provider.`,
  });
}
