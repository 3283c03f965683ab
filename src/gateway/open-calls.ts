import type { Cancellation } from "../lib/cancellation.ts";
import type { Clock } from "../ports/clock.ts";

/** A call that is running, and until when it may. */
export interface OpenCall {
  readonly cancellation: Cancellation;
  /** On the monotonic clock. */
  readonly deadline: number;
  /** Its deadline has passed: ends what it waits for. */
  expire(): void;
}

/** The calls that are running now: counted, timed out, and cancelled together when a shutdown's patience ends. */
export interface OpenCalls {
  add(call: OpenCall): void;
  remove(call: OpenCall): void;
  count(): number;
  /** New calls are refused from now on. */
  stopAccepting(): void;
  accepting(): boolean;
  /** Resolves when no call is open, or after `deadlineMs`, having cancelled the rest with `reason`. */
  drained(deadlineMs: number, reason: Error): Promise<void>;
}

/** How late a deadline may be noticed. One sweep over all calls costs less than a timer for each. */
const sweepMs = 200;

export function createOpenCalls(clock: Clock): OpenCalls {
  const open = new Set<OpenCall>();
  let accepting = true;
  let isSweepDue = false;
  let whenEmpty: (() => void) | undefined;
  const sweep = (): void => {
    isSweepDue = false;
    const now = clock.monotonic();
    for (const call of open) if (call.deadline <= now) call.expire();
    scheduleSweep();
  };
  const scheduleSweep = (): void => {
    if (isSweepDue || open.size === 0) return;
    isSweepDue = true;
    clock.after(sweepMs, sweep);
  };
  return {
    add(call) {
      open.add(call);
      if (!isSweepDue) scheduleSweep();
    },
    remove(call) {
      open.delete(call);
      if (open.size === 0) whenEmpty?.();
    },
    count: () => open.size,
    stopAccepting() {
      accepting = false;
    },
    accepting: () => accepting,
    drained(deadlineMs, reason) {
      if (open.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const callOff = clock.after(deadlineMs, () => {
          for (const call of open) call.cancellation.cancel(reason);
          resolve();
        });
        whenEmpty = () => {
          callOff();
          resolve();
        };
      });
    },
  };
}
