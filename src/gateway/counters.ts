import type { Outcome } from "../ledger/call-record.ts";
import type { ErrorCode } from "../errors.ts";

/**
 * What `/metrics` shows about calls. Refusals that have no row in the ledger are counted here only: the caller was not
 * known, or the spool was full.
 */
export interface Counters {
  settled(outcome: Outcome, latencyMs: number): void;
  refusedUnstored(code: ErrorCode): void;
  /** A call whose usage is known and whose price is not. `target` is `provider/model`. */
  unpriced(target: string, reason: string): void;
  /** A guard's finding that its policy acts on, by detector. */
  found(detector: string): void;
  /** A guard that could not do its work, by detector, whatever its policy makes of that. */
  guardBroke(detector: string): void;
  read(): CounterValues;
}

export interface CounterValues {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
  /** By detector. */
  readonly findings: Readonly<Record<string, number>>;
  /** By detector. */
  readonly guardBreaks: Readonly<Record<string, number>>;
  readonly unpricedCalls: number;
  readonly latencySumMs: number;
}

/** Each unpriced target is reported once; this many are remembered. */
const maxReported = 1_000;

/** `onUnpriced` is told of each target without a price once. */
export function createCounters(onUnpriced: (target: string, reason: string) => void): Counters {
  const outcomes: Record<string, number> = {};
  const refusals: Record<string, number> = {};
  const findings: Record<string, number> = {};
  const guardBreaks: Record<string, number> = {};
  const reported = new Set<string>();
  let unpricedCalls = 0;
  let latencySumMs = 0;
  return {
    settled(outcome, latencyMs) {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      latencySumMs += latencyMs;
    },
    refusedUnstored(code) {
      refusals[code] = (refusals[code] ?? 0) + 1;
    },
    unpriced(target, reason) {
      unpricedCalls += 1;
      if (reported.has(target) || reported.size >= maxReported) return;
      reported.add(target);
      onUnpriced(target, reason);
    },
    found(detector) {
      findings[detector] = (findings[detector] ?? 0) + 1;
    },
    guardBroke(detector) {
      guardBreaks[detector] = (guardBreaks[detector] ?? 0) + 1;
    },
    read: () => ({
      outcomes: { ...outcomes },
      refusals: { ...refusals },
      findings: { ...findings },
      guardBreaks: { ...guardBreaks },
      unpricedCalls,
      latencySumMs,
    }),
  };
}
