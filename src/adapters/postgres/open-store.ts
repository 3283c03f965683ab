import type { Store } from "../../ports/store.ts";
import { callStore } from "./call-store.ts";
import { openDatabase } from "./database.ts";
import type { DatabaseOptions } from "./database.ts";
import { keyStore } from "./key-store.ts";
import { maintainPartitions, maintenanceTimeoutMs } from "./maintain-partitions.ts";
import { checkSchema, migrate, migrationTimeoutMs } from "./migrate.ts";
import type { Migration } from "./migrate.ts";
import { registryStore } from "./registry-store.ts";
import { settingStore } from "./setting-store.ts";

export interface StoreOptions extends DatabaseOptions {
  /** The migrations to apply; without them the schema is only checked (Workers read nothing from a disk). */
  readonly migrations?: readonly Migration[];
  /** True: an earlier `openStore` of this process found that the schema fits. Saves two round trips a Worker's request. */
  readonly schemaIsKnown?: boolean;
}

/**
 * Opens the store: connects, applies migrations (or checks that they were), and makes the partitions of these days.
 * Throws `store-unavailable` when the database cannot be reached and `config-invalid` when its schema does not fit.
 * Later losses of the connection are survived: the next operation connects anew.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const database = openDatabase(options);
  try {
    if (options.schemaIsKnown !== true) await prepareSchema(options);
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    calls: callStore(database),
    keys: keyStore(database),
    settings: settingStore(database),
    registry: registryStore(database),
    ping: () =>
      database.run("ping", async ({ sql }) => {
        // No constant: Hyperdrive would answer that from its cache while the database is away.
        await sql`select now()`;
      }),
    close: () => database.close(),
  };

  async function prepareSchema({ migrations }: StoreOptions): Promise<void> {
    if (migrations === undefined) {
      await database.run("check the schema", ({ sql }) => checkSchema(sql));
      return;
    }
    await database.run("migrate", ({ sql }) => migrate(sql, migrations), migrationTimeoutMs);
    await database.run(
      "make partitions",
      ({ sql }) => maintainPartitions(sql, { nowMs: Date.now(), retentionDays: undefined, daysAhead: 1 }),
      maintenanceTimeoutMs,
    );
  }
}
