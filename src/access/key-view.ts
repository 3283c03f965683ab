import { z } from "zod";
import { isoTime } from "../lib/iso-time.ts";
import type { ApiKey } from "./api-key.ts";

/** A key as it is shown: everything but what it could be used or found by. */
export const keyViewSchema = z
  .object({
    id: z.string().describe("Names the key in `keys revoke` and on ledger rows."),
    project: z.string(),
    name: z.string(),
    prefix: z.string().describe("The first characters of the key, to recognise it by."),
    status: z.enum(["active", "expired", "revoked"]),
    scopes: z.array(z.string()),
    allowed_routes: z.array(z.string()).describe("Empty: all routes."),
    guards: z.string().nullable().describe("Guard policy that holds for its calls besides their routes'; null: none."),
    created_at: z.string().describe("ISO 8601, UTC."),
    expires_at: z.string().nullable().describe("ISO 8601, UTC; null: never."),
    revoked_at: z.string().nullable().describe("ISO 8601, UTC; null: it is not revoked."),
  })
  .meta({ id: "Key" });

export type KeyView = Readonly<z.output<typeof keyViewSchema>>;

export const createdKeySchema = keyViewSchema
  .extend({ key: z.string().describe("The key itself. Shown this once and kept nowhere.") })
  .meta({ id: "CreatedKey" });

export type CreatedKey = Readonly<z.output<typeof createdKeySchema>>;

/** Shows a stored key. */
export function viewKey(key: ApiKey, nowMs: number): KeyView {
  return {
    id: key.id,
    project: key.project,
    name: key.name,
    prefix: key.prefix,
    status: statusOf(key, nowMs),
    scopes: [...key.scopes],
    allowed_routes: [...key.allowedRoutes],
    guards: key.guards ?? null,
    created_at: isoTime(key.createdAt),
    expires_at: key.expiresAt === undefined ? null : isoTime(key.expiresAt),
    revoked_at: key.revokedAt === undefined ? null : isoTime(key.revokedAt),
  };
}

function statusOf(key: ApiKey, nowMs: number): KeyView["status"] {
  if (key.revokedAt !== undefined && key.revokedAt <= nowMs) return "revoked";
  return key.expiresAt !== undefined && key.expiresAt <= nowMs ? "expired" : "active";
}
