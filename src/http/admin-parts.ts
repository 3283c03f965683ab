import type { ApiKey } from "../access/api-key.ts";
import type { Gateway } from "../gateway/gateway.ts";
import type { OwnCall, RanCall } from "../gateway/run-call.ts";
import type { RefreshingParts } from "../ledger/refresh-prices.ts";
import type { PriceTable } from "../ports/price-table.ts";
import type { Store } from "../ports/store.ts";

/** What the admin API is built on: pieces of the gateway, and what only it needs. */
export interface AdminParts extends Pick<
  Gateway,
  "keys" | "registry" | "hasher" | "clock" | "ids" | "counters" | "openCalls" | "recorder" | "log" | "snapshot"
> {
  readonly store: Store;
  /** Makes this replica and all others see a change of the keys. */
  readonly onKeysChanged: () => Promise<void>;
  /** Makes this replica and all others see a change of prompts, labels or pins. */
  readonly onRegistryChanged: () => Promise<void>;
  /** Makes a call in this process, for a replay. */
  readonly run: (call: OwnCall) => Promise<RanCall>;
  readonly prices: {
    readonly table: PriceTable;
    /** Checks newer price data before it is taken over. */
    readonly check: RefreshingParts["check"];
  };
  /** This process's memory in bytes; absent on runtimes that do not tell. */
  readonly memory?: () => ProcessMemory;
}

export interface ProcessMemory {
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
}

/** What the routes below `/api` know once the caller is known. */
export interface AdminEnv {
  readonly Variables: { readonly key: ApiKey };
}
