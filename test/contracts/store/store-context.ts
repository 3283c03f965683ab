import type { CallRecord } from "../../../src/ledger/call-record.ts";
import type { CallCursor, CallFilter, Store } from "../../../src/ports/store.ts";

/** What the parts of the contract share: the store, once it is open, and two ways of using it. */
export interface StoreContext {
  readonly store: Store;
  /** True for an error that says a row is at fault, and not the database. */
  readonly isDataError: (error: unknown) => boolean;
  insert(calls: readonly CallRecord[]): Promise<void>;
  /** The ids of a whole list, page by page. */
  walk(filter: CallFilter, limit: number): Promise<readonly string[]>;
}

export function storeContext(store: Store, isDataError: (error: unknown) => boolean): StoreContext {
  return {
    store,
    isDataError,
    async insert(calls) {
      await store.calls.insertEncoded(
        calls.map((call) => JSON.stringify(call)),
        [],
      );
    },
    async walk(filter, limit) {
      const found: string[] = [];
      let after: CallCursor | undefined;
      do {
        const page = await store.calls.list(filter, limit, after);
        if (page.calls.length > limit) throw new Error("a page is longer than its limit");
        found.push(...page.calls.map((call) => call.id));
        after = page.next;
      } while (after !== undefined);
      return found;
    },
  };
}
