import { z } from "zod";
import { HoldfastError } from "../errors.ts";
import { readMoment } from "../lib/read-moment.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { KeyStore } from "../ports/store.ts";
import { scopes } from "./api-key.ts";
import type { KeyHasher } from "./hash-key.ts";
import { issueKey } from "./issue-key.ts";
import type { CreatedKey } from "./key-view.ts";
import { viewKey } from "./key-view.ts";

/** What a new key is asked for with. `issueKey` checks the words; this checks the form. */
export const keyWishSchema = z
  .strictObject({
    name: z.string().describe("For people: which application or person the key is for."),
    project: z.string().optional().describe("The project that its calls belong to; absent: `default`."),
    scopes: z
      .array(z.string())
      .max(16)
      .optional()
      .describe(`Some of ${scopes.join(", ")}; absent: call and passthrough.`),
    allowed_routes: z
      .array(z.string())
      .max(100)
      .optional()
      .describe("Route names or provider/model, with a trailing * for a prefix; absent or empty: all."),
    expires: z
      .string()
      .max(64)
      .optional()
      .describe("A length of time from now (`30d`) or a moment (ISO 8601); absent: never."),
  })
  .meta({ id: "KeyWish" });

export type KeyWish = Readonly<z.input<typeof keyWishSchema>>;

export interface CreatingParts {
  readonly keys: Pick<KeyStore, "create">;
  readonly ids: Ids;
  readonly hasher: KeyHasher;
  readonly clock: Pick<Clock, "now">;
  /** Tells every replica. */
  readonly onKeysChanged: () => Promise<void>;
}

/** Makes a key and stores what is kept of it. Refuses with `request-invalid` and names the field. */
export async function createKey(wish: KeyWish, parts: CreatingParts): Promise<CreatedKey> {
  const now = parts.clock.now();
  const { key, record } = issueKey(
    {
      name: wish.name,
      project: wish.project ?? "default",
      ...(wish.scopes === undefined ? {} : { scopes: wish.scopes }),
      ...(wish.allowed_routes === undefined ? {} : { allowedRoutes: wish.allowed_routes }),
      ...(wish.expires === undefined ? {} : { expiresAt: expiry(wish.expires, now) }),
    },
    parts,
    now,
  );
  await parts.keys.create(record);
  await parts.onKeysChanged();
  return { key, ...viewKey(record, now) };
}

function expiry(text: string, nowMs: number): number {
  const atMs = readMoment(text, nowMs, "future");
  if (atMs !== undefined) return atMs;
  throw new HoldfastError("request-invalid", {
    message: '"expires" is a length of time such as 30d, or a moment such as 2026-12-31T00:00:00Z.',
    param: "expires",
  });
}
