import { afterAll, beforeAll, expect, it } from "vitest";
import type { Store } from "../../src/ports/store.ts";
import { applyContract } from "./store/apply-contract.ts";
import { countContract } from "./store/count-contract.ts";
import { keyContract } from "./store/key-contract.ts";
import { ledgerContract } from "./store/ledger-contract.ts";
import { listContract } from "./store/list-contract.ts";
import { registryContract } from "./store/registry-contract.ts";
import { storeContext } from "./store/store-context.ts";
import type { StoreContext } from "./store/store-context.ts";
import { tailContract } from "./store/tail-contract.ts";

export interface OpenedStore {
  readonly store: Store;
  close(): Promise<void>;
}

/** What every store promises. `isDataError` tells a row's fault from the database's. */
export function storeContract(open: () => Promise<OpenedStore>, isDataError: (error: unknown) => boolean): void {
  let opened: OpenedStore | undefined;
  let shared: StoreContext | undefined;
  beforeAll(async () => {
    opened = await open();
    shared = storeContext(opened.store, isDataError);
  });
  afterAll(async () => {
    await opened?.close();
  });
  const context = (): StoreContext => {
    if (shared === undefined) throw new Error("the store is opened before the first test");
    return shared;
  };

  ledgerContract(context);
  listContract(context);
  tailContract(context);
  countContract(context);
  keyContract(context);
  registryContract(context);
  applyContract(context);

  it("answers a ping", async () => {
    await expect(context().store.ping()).resolves.toBeUndefined();
  });
}
