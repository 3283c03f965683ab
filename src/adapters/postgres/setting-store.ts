import { and, eq } from "#drizzle";
import { HoldfastError } from "../../errors.ts";
import type { SettingStore } from "../../ports/store.ts";
import type { Database, Session } from "./database.ts";
import { settings } from "./schema.ts";
import { uncached } from "./uncached.ts";

/** The installation's named values in Postgres. */
export function settingStore(database: Database): SettingStore {
  return {
    get: (name) => database.run("read a setting", (session) => read(session, name)),
    setOnce: (name, value) =>
      database.run("set a setting once", async (session) => {
        await session.query.insert(settings).values({ name, value }).onConflictDoNothing();
        const standing = await read(session, name);
        if (standing === undefined) throw new HoldfastError("internal-error", { internal: { setting: name } });
        return standing;
      }),
    set: (name, value) =>
      database.run("set a setting", async ({ query }) => {
        await query
          .insert(settings)
          .values({ name, value })
          .onConflictDoUpdate({ target: settings.name, set: { value } });
      }),
  };
}

async function read({ query }: Session, name: string): Promise<string | undefined> {
  const where = and(eq(settings.name, name), uncached);
  const [row] = await query.select().from(settings).where(where).limit(1);
  return row?.value;
}
