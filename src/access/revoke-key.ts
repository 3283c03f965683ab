import { HoldfastError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { KeyStore } from "../ports/store.ts";
import { isKeyShaped } from "./key-format.ts";
import type { KeyView } from "./key-view.ts";
import { viewKey } from "./key-view.ts";

/** An id is a UUID and a prefix is shorter. */
const maxLength = 64;

export interface RevokingParts {
  readonly keys: Pick<KeyStore, "revoke">;
  readonly clock: Pick<Clock, "now">;
  /** Tells every replica. */
  readonly onKeysChanged: () => Promise<void>;
}

/**
 * Revokes a key for good. It holds on every replica within a second. A key that is revoked already stays so since then.
 * Throws `not-found`, or `request-invalid` when the prefix is that of several keys.
 */
export async function revokeKey(idOrPrefix: string, parts: RevokingParts): Promise<KeyView> {
  // A whole key in a command line or a URL ends up in logs; it is refused so that nobody gets used to it.
  if (isKeyShaped(idOrPrefix)) {
    throw new HoldfastError("request-invalid", {
      message: "Name the key by its id or its first 8 characters, not by the key itself.",
    });
  }
  const now = parts.clock.now();
  const usable = idOrPrefix.length <= maxLength && !idOrPrefix.includes("\0");
  const key = usable ? await parts.keys.revoke(idOrPrefix, now) : undefined;
  if (key === undefined) {
    throw new HoldfastError("not-found", { message: "No key has this id or prefix; see `holdfast keys list`." });
  }
  await parts.onKeysChanged();
  return viewKey(key, now);
}
