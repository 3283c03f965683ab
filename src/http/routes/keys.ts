import { Hono } from "hono";
import { createKey, keyWishSchema } from "../../access/create-key.ts";
import { listKeys } from "../../access/list-keys.ts";
import { revokeKey } from "../../access/revoke-key.ts";
import type { AdminEnv, AdminParts } from "../admin-parts.ts";
import { needs } from "../authenticate-admin.ts";
import { jsonInput } from "../validated-input.ts";

export function keyRoutes(parts: AdminParts) {
  const { ids, hasher, clock, onKeysChanged } = parts;
  const guardPolicies = () => parts.snapshot().guardPolicies;
  const verbParts = { keys: parts.store.keys, ids, hasher, clock, guardPolicies, onKeysChanged };
  return new Hono<AdminEnv>()
    .use(needs("admin"))
    .post("/", jsonInput(keyWishSchema), async (context) =>
      context.json(await createKey(context.req.valid("json"), verbParts), 201),
    )
    .get("/", async (context) => context.json({ keys: await listKeys(verbParts) }, 200))
    .delete("/:id", async (context) => context.json(await revokeKey(context.req.param("id"), verbParts), 200));
}
