import type { KeyDirectory } from "../access/key-directory.ts";
import { nodeClock } from "../adapters/node/clock.ts";
import type { Config } from "../config/config.ts";
import { poll } from "../lib/poll.ts";
import type { Log } from "../ports/log.ts";
import type { CallStore } from "../ports/store.ts";
import type { RegistryDirectory } from "../rollouts/registry-directory.ts";
import { within } from "./within.ts";

/** How often revisions are looked at: a revoked key, a moved pin or label holds here within this and one query. */
const refreshMs = 400;
/** How often partitions are made ahead of time and old ones dropped. */
const maintenanceMs = 60 * 60 * 1000;
/** How long a refresh or a maintenance that is under way may hold up the end. */
const upkeepStopMs = 1_000;
const dayMs = 24 * 60 * 60 * 1000;

export interface Upkeep {
  keysChanged(): Promise<void>;
  registryChanged(): Promise<void>;
  stop(): Promise<void>;
}

interface UpkeepParts {
  readonly config: Config;
  readonly calls: Pick<CallStore, "maintain">;
  readonly keys: KeyDirectory;
  readonly registry: Pick<RegistryDirectory<unknown>, "refresh">;
  readonly log: Log;
}

/** Starts what runs beside the calls for as long as the gateway does. */
export function startUpkeep({ config, calls, keys, registry, log }: UpkeepParts): Upkeep {
  const refresh = keepUp("key-refresh", { everyMs: refreshMs, log }, () => keys.refresh());
  const registryRefresh = keepUp("registry-refresh", { everyMs: refreshMs, log }, () => registry.refresh());
  const retentionDays = Math.ceil(config.storage.retention / dayMs);
  const maintenance = keepUp("maintenance", { everyMs: maintenanceMs, log }, () =>
    calls.maintain(nodeClock.now(), retentionDays),
  );
  void maintenance.now();
  return {
    keysChanged: () => refresh.now(),
    registryChanged: () => registryRefresh.now(),
    async stop() {
      // A database that does not answer must not hold up the end: closing its connections ends what still waits.
      await within(upkeepStopMs, Promise.all([refresh.stop(), registryRefresh.stop(), maintenance.stop()]));
    },
  };
}

/** Work that is done again and again; the first of its failures in a row is logged, and its recovery. */
function keepUp(
  name: string,
  { everyMs, log }: { readonly everyMs: number; readonly log: Log },
  work: () => Promise<void>,
): ReturnType<typeof poll> {
  let isFailing = false;
  const onFault = (error: unknown): void => {
    if (!isFailing) log.warn(`${name}-failed`, { error });
    isFailing = true;
  };
  return poll({ everyMs, clock: nodeClock, onFault }, async () => {
    await work();
    if (isFailing) log.info(`${name}-recovered`);
    isFailing = false;
  });
}
