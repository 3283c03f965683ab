import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parsePriceData } from "../adapters/genai-prices/parse-price-data.ts";
import { readConfigFile } from "../adapters/node/config-file.ts";
import { createNodeIds } from "../adapters/node/ids.ts";
import { createKeyHasher } from "../adapters/node/key-hasher.ts";
import { makeDataDirectory } from "../adapters/node/make-data-directory.ts";
import { createNodeSecrets } from "../adapters/node/secrets.ts";
import { userName } from "../adapters/node/user-name.ts";
import { schemaVersion } from "../adapters/postgres/migrate.ts";
import type { LocalParts, Place } from "../cli/machine.ts";
import type { Config } from "../config/config.ts";
import { HoldfastError } from "../errors.ts";
import { pricingOf } from "../gateway/settling/pricing-of.ts";
import type { Log } from "../ports/log.ts";
import type { PriceTable } from "../ports/price-table.ts";
import type { Upstream } from "../ports/upstream.ts";
import { buildSnapshot } from "./build-snapshot.ts";
import { keySecret } from "./key-secret.ts";
import { openPrices } from "./open-prices.ts";
import { openStorage } from "./open-storage.ts";
import { readConfig } from "./read-config.ts";

export interface LocalStoreOptions extends Place {
  /** False: an embedded database that is not there yet is not made. */
  readonly mayCreate: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

const defaultConfigFile = "holdfast.yaml";

/**
 * Opens the store of this machine for a command: the configured Postgres; or the embedded database, through the gateway
 * that runs it, or in this process when none does. Throws `config-invalid` and `store-unavailable`.
 */
export async function openLocalStore(options: LocalStoreOptions): Promise<LocalParts> {
  const { configPath, env, log } = options;
  const path = configPath ?? defaultConfigFile;
  const config = readConfig(readConfigFile(resolve(path), configPath !== undefined), path, env);
  const dataDir = resolve(options.dataDir ?? config.storage.dataDir);
  if (!options.mayCreate) refuseMissing(config, dataDir);
  else if (config.storage.databaseUrl === undefined) makeDataDirectory(dataDir);
  const storage = await openStorage(config, dataDir, { secrets: createNodeSecrets(env), log });
  try {
    const { settings } = storage.store;
    const ids = createNodeIds();
    const table = await openPrices(settings);
    const snapshot = pricingSnapshot(config, table);
    return {
      store: storage.store,
      actor: userName(),
      ids,
      hasher: createKeyHasher(await keySecret(settings, ids, env)),
      prices: snapshot.prices,
      pricing: pricingOf(snapshot, table),
      guardPolicies: snapshot.guardPolicies,
      check: parsePriceData,
      description: storage.description,
      schemaVersion,
      close: () => storage.close(),
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** A command that reads must not leave a new, empty database in whatever folder it was typed. */
function refuseMissing(config: Config, dataDir: string): void {
  if (config.storage.databaseUrl !== undefined || existsSync(join(dataDir, "pglite"))) return;
  throw new HoldfastError("store-unavailable", {
    message: `There is no embedded database in ${dataDir}. Start the gateway here once, or say where it is: --data-dir, --config, DATABASE_URL, or --url for a gateway elsewhere.`,
  });
}

/** Prices need the providers as they are configured, and none of their secrets: a shell often has none. */
function pricingSnapshot(config: Config, priceTable: PriceTable): ReturnType<typeof buildSnapshot> {
  const unused: Upstream = {
    send() {
      throw new Error("a command calls no provider");
    },
  };
  return buildSnapshot(config, { secrets: { get: () => "unused" }, network: unused, echo: unused, priceTable });
}
