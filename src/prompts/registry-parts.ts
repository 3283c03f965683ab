import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { RegistryStore } from "../ports/registry-store.ts";

/** What every verb that changes the registry works with. */
export interface RegistryParts {
  readonly registry: RegistryStore;
  readonly ids: Pick<Ids, "call">;
  readonly clock: Pick<Clock, "now">;
  /** Tells every replica. */
  readonly onRegistryChanged: () => Promise<void>;
}
