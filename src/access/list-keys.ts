import type { Clock } from "../ports/clock.ts";
import type { KeyStore } from "../ports/store.ts";
import type { KeyView } from "./key-view.ts";
import { viewKey } from "./key-view.ts";

/** All keys of the installation, the oldest first; revoked and expired ones are among them. */
export async function listKeys(parts: {
  readonly keys: Pick<KeyStore, "all">;
  readonly clock: Pick<Clock, "now">;
}): Promise<readonly KeyView[]> {
  const now = parts.clock.now();
  return (await parts.keys.all()).map((key) => viewKey(key, now));
}
