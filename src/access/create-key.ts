import { z } from "zod";
import { HoldfastError } from "../errors.ts";
import { nearestNames } from "../lib/nearest-names.ts";
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
    guards: z
      .string()
      .max(128)
      .optional()
      .describe("A guard policy of the configuration that holds for its calls besides their routes'; absent: none."),
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
  /** Names of the guard policies that there are. */
  readonly guardPolicies: () => readonly string[];
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
      ...(wish.guards === undefined ? {} : { guards: knownPolicy(wish.guards, parts.guardPolicies()) }),
      ...(wish.expires === undefined ? {} : { expiresAt: expiry(wish.expires, now) }),
    },
    parts,
    now,
  );
  await parts.keys.create(record);
  await parts.onKeysChanged();
  return { key, ...viewKey(record, now) };
}

/** A key with a policy that is not there would be of no use: its calls are refused. */
function knownPolicy(name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  const [nearest] = nearestNames(name, known, 1);
  const hint = nearest === undefined ? "write it under guards in holdfast.yaml first." : `did you mean "${nearest}"?`;
  throw new HoldfastError("request-invalid", { message: `There is no such guard policy; ${hint}`, param: "guards" });
}

function expiry(text: string, nowMs: number): number {
  const atMs = readMoment(text, nowMs, "future");
  if (atMs !== undefined) return atMs;
  throw new HoldfastError("request-invalid", {
    message: '"expires" is a length of time such as 30d, or a moment such as 2026-12-31T00:00:00Z.',
    param: "expires",
  });
}
