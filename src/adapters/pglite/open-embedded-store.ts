import type { Store } from "../../ports/store.ts";
import type { Migration } from "../postgres/migrate.ts";
import { openStore } from "../postgres/open-store.ts";
import { openEmbeddedDatabase } from "./open-embedded-database.ts";
import type { EmbeddedDatabase, EmbeddedOptions } from "./open-embedded-database.ts";

export interface EmbeddedStoreOptions extends EmbeddedOptions {
  readonly migrations: readonly Migration[];
}

export interface EmbeddedStore {
  /** Closing it closes the database too, when this process runs it. */
  readonly store: Store;
  readonly database: EmbeddedDatabase;
}

/** The backend takes one statement at a time: more connections would only wait. */
const maxConnections = 4;

/** Opens the store on the embedded database of a data directory. Throws `store-unavailable` or `config-invalid`. */
export async function openEmbeddedStore({ migrations, ...options }: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const database = await openEmbeddedDatabase(options);
  try {
    const { url, socketPath } = database;
    const store = await openStore({ url, socketPath, max: maxConnections, migrations });
    const close = async (): Promise<void> => {
      await store.close();
      await database.close();
    };
    return { store: { ...store, close }, database };
  } catch (error) {
    await database.close();
    throw error;
  }
}
