import { openStore } from "../adapters/postgres/open-store.ts";
import { isDataError } from "../adapters/postgres/store-error.ts";
import type { DrainParts, OpenDrainParts } from "../adapters/spool/drain-parts.ts";
import { createTiktokenTokenizer } from "../adapters/tiktoken/tokenizer.ts";
import { finishCount } from "../ledger/finish-count.ts";
import { openPrices } from "./open-prices.ts";
import type { DatabaseAddress } from "./open-storage.ts";

/** The drainer writes one batch at a time. */
const connections = 1;

/** Builds what the spool's drainer needs, inside its own thread. The input is a `DatabaseAddress`. */
export const openDrainParts: OpenDrainParts = async (input): Promise<DrainParts> => {
  const address = databaseAddress(input);
  const store = await openStore({ ...address, max: connections });
  const table = await openPrices(store.settings);
  const tokenizer = createTiktokenTokenizer();
  return {
    calls: store.calls,
    isDataError,
    finishCount: (entry) => finishCount(entry, { tokenizer, table }),
    close: () => store.close(),
  };
};

/** What crossed the border between threads, checked by its form. */
function databaseAddress(input: unknown): DatabaseAddress {
  if (typeof input !== "object" || input === null || !("url" in input) || typeof input.url !== "string") {
    throw new TypeError("the drainer was started without a database url");
  }
  const socketPath = "socketPath" in input && typeof input.socketPath === "string" ? input.socketPath : undefined;
  return { url: input.url, ...(socketPath === undefined ? {} : { socketPath }) };
}
