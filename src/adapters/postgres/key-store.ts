import { and, eq, or, sql } from "#drizzle";
import { HoldfastError } from "../../errors.ts";
import type { ApiKey } from "../../access/api-key.ts";
import type { KeyStore } from "../../ports/store.ts";
import type { Database, Session } from "./database.ts";
import { readRevision } from "./read-revision.ts";
import { apiKeys } from "./schema.ts";
import { uncached } from "./uncached.ts";

type KeyRow = typeof apiKeys.$inferSelect;

/** API keys in Postgres. A trigger counts changes and signals them, so changes made by hand are seen as well. */
export function keyStore(database: Database): KeyStore {
  return {
    create: (key) =>
      database.run("create a key", async ({ query }) => {
        await query.insert(apiKeys).values(toRow(key));
      }),
    all: () =>
      database.run("list keys", async ({ query }) =>
        (await query.select().from(apiKeys).orderBy(apiKeys.created_at_ms, apiKeys.id)).map(toKey),
      ),
    byHash: (hash) =>
      database.run("find a key", async ({ query }) => {
        const where = and(eq(apiKeys.hash, hash), uncached);
        const [row] = await query.select().from(apiKeys).where(where).limit(1);
        return row === undefined ? undefined : toKey(row);
      }),
    revoke: (idOrPrefix, atMs) => database.run("revoke a key", (session) => revoke(session, idOrPrefix, atMs)),
    revision: () => database.run("read the keys' revision", (session) => readRevision(session, "keys")),
  };
}

/** A key that is revoked already stays revoked since then. Throws `request-invalid` when two keys share the prefix. */
async function revoke({ query }: Session, idOrPrefix: string, atMs: number): Promise<ApiKey | undefined> {
  const found = await query
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(or(eq(apiKeys.id, idOrPrefix), eq(apiKeys.prefix, idOrPrefix)))
    .limit(2);
  const [only, another] = found;
  if (only === undefined) return undefined;
  if (another !== undefined) {
    throw new HoldfastError("request-invalid", { message: "More than one key begins like this; name it by its id." });
  }
  const [row] = await query
    .update(apiKeys)
    .set({ revoked_at_ms: sql`coalesce(${apiKeys.revoked_at_ms}, ${atMs}::bigint)` })
    .where(eq(apiKeys.id, only.id))
    .returning();
  return row === undefined ? undefined : toKey(row);
}

function toRow(key: ApiKey): KeyRow {
  return {
    id: key.id,
    project: key.project,
    name: key.name,
    prefix: key.prefix,
    hash: key.hash,
    scopes: key.scopes,
    allowed_routes: key.allowedRoutes,
    guards: key.guards ?? null,
    created_at_ms: key.createdAt,
    expires_at_ms: key.expiresAt ?? null,
    revoked_at_ms: key.revokedAt ?? null,
  };
}

function toKey(row: KeyRow): ApiKey {
  return {
    id: row.id,
    project: row.project,
    name: row.name,
    prefix: row.prefix,
    hash: row.hash,
    scopes: row.scopes,
    allowedRoutes: row.allowed_routes,
    guards: row.guards ?? undefined,
    createdAt: row.created_at_ms,
    expiresAt: row.expires_at_ms ?? undefined,
    revokedAt: row.revoked_at_ms ?? undefined,
  };
}
