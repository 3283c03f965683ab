import { HoldfastError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { CallCursor, CallFilter, CallStore } from "../ports/store.ts";
import { decodeCursor, encodeCursor } from "./call-cursor.ts";
import type { CallView } from "./call-view.ts";
import { viewCall } from "./call-view.ts";
import type { CallQuery } from "./parse-call-filter.ts";
import { parseCallFilter } from "./parse-call-filter.ts";

/** How often the ledger is asked for what is new. */
const pollMs = 500;
const batchSize = 200;
/** A database that is away for longer ends the tail. */
const patienceMs = 60_000;

/** What arrived since the last batch, in order of arrival; may be empty: then the tail is alive and nothing happened. */
export interface TailBatch {
  readonly calls: readonly CallView[];
  /** Where to go on from, should this tail break. */
  readonly cursor: string;
}

export interface TailRequest {
  readonly query: CallQuery;
  /** A batch's cursor to go on from; undefined: from now on. */
  readonly after: string | undefined;
}

export interface TailParts {
  readonly calls: Pick<CallStore, "since">;
  readonly clock: Clock;
  /** Ends the tail. */
  readonly signal: AbortSignal;
}

/**
 * Calls as they arrive in the ledger, until the signal is aborted. A database that goes away and comes back within a
 * minute costs nothing but the wait. Refuses with `request-invalid`; throws `store-unavailable` when patience ends.
 */
export async function* tailCalls(request: TailRequest, parts: TailParts): AsyncGenerator<TailBatch> {
  const filter = parseCallFilter(request.query, parts.clock.now());
  let cursor = request.after === undefined ? undefined : decodeCursor("tail", request.after);
  while (!parts.signal.aborted) {
    const batch = await fetchPatiently(filter, cursor, parts);
    if (batch === undefined) return;
    cursor = batch.cursor;
    yield { calls: batch.calls.map(viewCall), cursor: encodeCursor("tail", cursor) };
    if (batch.calls.length < batchSize) await pause(pollMs, parts);
  }
}

type Fetched = Awaited<ReturnType<CallStore["since"]>>;

/** Undefined: the tail was ended meanwhile. */
async function fetchPatiently(
  filter: CallFilter,
  cursor: CallCursor | undefined,
  parts: TailParts,
): Promise<Fetched | undefined> {
  const givenUpAt = parts.clock.monotonic() + patienceMs;
  while (!parts.signal.aborted) {
    try {
      return await parts.calls.since(filter, batchSize, cursor);
    } catch (error) {
      const passes = error instanceof HoldfastError && error.code === "store-unavailable";
      if (!passes || parts.clock.monotonic() >= givenUpAt) throw error;
      await pause(pollMs, parts);
    }
  }
  return undefined;
}

function pause(delayMs: number, { clock, signal }: TailParts): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      callOff();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const callOff = clock.after(delayMs, end);
    signal.addEventListener("abort", end, { once: true });
    return undefined;
  });
}
