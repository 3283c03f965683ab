import { deepFreeze } from "../lib/deep-freeze.ts";
import type { SecretRef } from "../ports/secrets.ts";
import type { Config, ConfigSource, ProviderConfig } from "./config.ts";
import { providersFor } from "./providers-for.ts";
import type { ParsedConfig } from "./schema.ts";

/** Fills in what depends on more than one key or on the environment, and freezes the result. */
export function resolveConfig(parsed: ParsedConfig, env: ConfigSource["env"]): Config {
  const providers = Object.fromEntries(
    Object.entries(parsed.providers).map(([id, provider]) => [id, resolveProvider(provider, parsed.limits)]),
  );
  const kinds = Object.entries(parsed.providers).map(([id, { kind }]) => ({ id, kind }));
  return deepFreeze({
    ...parsed,
    providers,
    defaults: {
      openai: parsed.defaults.openai ?? providersFor("openai", kinds)[0],
      anthropic: parsed.defaults.anthropic ?? providersFor("anthropic", kinds)[0],
      gemini: parsed.defaults.gemini ?? providersFor("gemini", kinds)[0],
    },
    storage: {
      ...parsed.storage,
      databaseUrl: parsed.storage.databaseUrl ?? refIfSet("DATABASE_URL", env),
      redisUrl: parsed.storage.redisUrl ?? refIfSet("REDIS_URL", env),
    },
  });
}

function refIfSet(variable: string, env: ConfigSource["env"]): SecretRef | undefined {
  return (env[variable] ?? "").trim() === "" ? undefined : { env: variable };
}

function resolveProvider(provider: ParsedConfig["providers"][string], limits: ParsedConfig["limits"]): ProviderConfig {
  if (provider.kind === "echo") return provider;
  return {
    ...provider,
    timeouts: {
      connect: provider.timeouts.connect ?? limits.connect,
      firstByte: provider.timeouts.firstByte ?? limits.firstByte,
      idle: provider.timeouts.idle ?? limits.idle,
    },
  };
}
