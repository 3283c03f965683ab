import type { Outcome } from "../ledger/call-record.ts";
import type { ErrorCode } from "../errors.ts";

/** What `/metrics` shows about calls. Calls refused before the caller was known are counted here and stored nowhere. */
export interface Counters {
  settled(outcome: Outcome, latencyMs: number): void;
  refusedUnidentified(code: ErrorCode): void;
  unpriced(): void;
  read(): CounterValues;
}

export interface CounterValues {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
  readonly unpricedCalls: number;
  readonly latencySumMs: number;
}

export function createCounters(): Counters {
  const outcomes: Record<string, number> = {};
  const refusals: Record<string, number> = {};
  let unpricedCalls = 0;
  let latencySumMs = 0;
  return {
    settled(outcome, latencyMs) {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      latencySumMs += latencyMs;
    },
    refusedUnidentified(code) {
      refusals[code] = (refusals[code] ?? 0) + 1;
    },
    unpriced() {
      unpricedCalls += 1;
    },
    read: () => ({ outcomes: { ...outcomes }, refusals: { ...refusals }, unpricedCalls, latencySumMs }),
  };
}
