import { openCallWriter } from "../adapters/postgres/open-call-writer.ts";
import type { InsertStatements } from "../adapters/postgres/insert-statements.ts";
import { isDataError } from "../adapters/postgres/store-error.ts";
import type { DrainParts, OpenDrainParts } from "../adapters/spool/drain-parts.ts";
import type { CountingParts } from "../ledger/finish-count.ts";
import type { DatabaseAddress } from "./open-storage.ts";

/** What the main thread hands over: plain data. */
export interface DrainInput {
  readonly address: DatabaseAddress;
  readonly statements: InsertStatements;
}

/** The drainer writes one batch at a time. */
const connections = 1;

/** Builds what the spool's drainer needs, inside its own thread. */
export const openDrainParts: OpenDrainParts = (input): Promise<DrainParts> => {
  const { address, statements } = drainInput(input);
  const writer = openCallWriter({ ...address, max: connections }, statements);
  let counting: Promise<CountingParts> | undefined;
  const parts: DrainParts = {
    calls: writer,
    isDataError,
    async finishCount(entry) {
      // Most gateways never count: the tokenizer and the prices are loaded for the first call that needs them.
      counting ??= openCounting({ get: (name) => writer.setting(name) });
      const { finishCount } = await import("../ledger/finish-count.ts");
      return finishCount(entry, await counting);
    },
    close: () => writer.close(),
  };
  return Promise.resolve(parts);
};

async function openCounting(settings: { get(name: string): Promise<string | undefined> }): Promise<CountingParts> {
  const { createTiktokenTokenizer } = await import("../adapters/tiktoken/tokenizer.ts");
  const { openPrices } = await import("./open-prices.ts");
  return { tokenizer: createTiktokenTokenizer(), table: await openPrices(settings) };
}

/** What crossed the border between threads was made by `openRecorder` of this very process. */
function drainInput(input: unknown): DrainInput {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- start-node.ts hands over a DrainInput
  return input as DrainInput;
}
