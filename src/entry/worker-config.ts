import type { Config } from "../config/config.ts";
import { HoldfastError } from "../errors.ts";
import type { SettingStore } from "../ports/store.ts";
import { readConfig } from "./read-config.ts";
import { textBindings } from "./worker-env.ts";
import type { WorkerEnv } from "./worker-env.ts";

/** The setting that holds the text of a `holdfast.yaml` for gateways that read no disk. */
const configSetting = "config";

/** The bound configuration's text; undefined: none is bound. A table of `[vars]` arrives as an object, and JSON is YAML. */
export function boundConfig({ HOLDFAST_CONFIG: bound }: WorkerEnv): string | undefined {
  if (bound === undefined || typeof bound === "string") return bound;
  return JSON.stringify(bound);
}

/** The text of the configuration: the bound one, else the database's; undefined: there is none, and defaults hold. */
export async function configText(env: WorkerEnv, settings: Pick<SettingStore, "get">): Promise<string | undefined> {
  return boundConfig(env) ?? (await settings.get(configSetting));
}

/** Reads a configuration completely. Throws `config-invalid` with every problem at once. */
export function readWorkerConfig(text: string | undefined, env: WorkerEnv): Config {
  const config = readConfig(text, "HOLDFAST_CONFIG", textBindings(env));
  if (config.auth === "keys") return config;
  throw new HoldfastError("config-invalid", {
    message: "auth: none is only for a loopback address, and a Worker is on the internet; remove it.",
  });
}
