import { openStore } from "../adapters/postgres/open-store.ts";
import { readMigrations } from "../adapters/node/read-migrations.ts";
import { openEmbeddedDatabase } from "../adapters/pglite/open-embedded-database.ts";
import type { EmbeddedDatabase } from "../adapters/pglite/open-embedded-database.ts";
import type { Config } from "../config/config.ts";
import { HoldfastError } from "../errors.ts";
import { placeOfSecret } from "../lib/place-of-secret.ts";
import type { Log } from "../ports/log.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { Store } from "../ports/store.ts";

/** How to reach the database: plain data that can be handed to another thread. */
export interface DatabaseAddress {
  readonly url: string;
  readonly socketPath?: string;
}

export interface Storage {
  readonly store: Store;
  readonly address: DatabaseAddress;
  /** For people: no password in it. */
  readonly description: string;
  close(): Promise<void>;
}

export interface StorageParts {
  readonly secrets: Secrets;
  readonly log: Log;
  /** The embedded database, when it is being opened already. */
  readonly embedded?: Promise<EmbeddedDatabase>;
}

/** The embedded database has one backend; more connections than it can serve only wait for each other. */
const embeddedConnections = 2;

/**
 * Opens the database that the configuration names, or the embedded one in `dataDir`, and brings its schema up to date.
 * Throws `store-unavailable` when it cannot be reached.
 */
export async function openStorage(config: Config, dataDir: string, parts: StorageParts): Promise<Storage> {
  const migrations = await readMigrations();
  const { databaseUrl } = config.storage;
  if (databaseUrl !== undefined) {
    const url = parts.secrets.get(databaseUrl);
    if (url === undefined) {
      throw new HoldfastError("config-invalid", {
        message: `storage.databaseUrl: ${placeOfSecret(databaseUrl)} is not set or empty; set it, or remove databaseUrl to use the embedded database.`,
      });
    }
    const store = await openStore({ url, migrations });
    return { store, address: { url }, description: describeUrl(url), close: () => store.close() };
  }
  const onEvent = (event: string, fields: Readonly<Record<string, unknown>>): void => parts.log.warn(event, fields);
  const embedded = await (parts.embedded ?? openEmbeddedDatabase({ dataDir, onEvent }));
  const address = { url: embedded.url, socketPath: embedded.socketPath };
  try {
    const store = await openStore({ ...address, max: embeddedConnections, migrations });
    return {
      store,
      address,
      description: `embedded database in ${dataDir}`,
      async close() {
        await store.close();
        await embedded.close();
      },
    };
  } catch (error) {
    await embedded.close();
    throw error;
  }
}

function describeUrl(url: string): string {
  const parsed = new URL(url);
  return `Postgres at ${parsed.host}${parsed.pathname}`;
}
