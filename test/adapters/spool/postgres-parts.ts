/** The drainer's parts over a real Postgres whose tables are there; the input is the database's URL. */
import { isDataError } from "../../../src/adapters/postgres/store-error.ts";
import { openStore } from "../../../src/adapters/postgres/open-store.ts";
import type { OpenDrainParts } from "../../../src/adapters/spool/drain-parts.ts";

export const openDrainParts: OpenDrainParts = async (input) => {
  const store = await openStore({ url: String(input), max: 1 });
  return {
    calls: store.calls,
    isDataError,
    finishCount: (entry) => ({ ...entry.call, usage_source: "counted", output_tokens: 3 }),
    close: () => store.close(),
  };
};
