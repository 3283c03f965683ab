import type { Cancellation } from "../lib/cancellation.ts";
import type { Clock } from "../ports/clock.ts";

/** A call that is running, and until when it may. */
export interface OpenCall {
  readonly cancellation: Cancellation;
  /** On the monotonic clock. */
  readonly deadline: number;
  /** Where it stands among the open calls, who keep this up to date. */
  place: number;
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
  // No Set: each table that V8 outgrows points to the next, so one that has grown old keeps alive what came after it, and
  // calls that are long over were moved into the old generation with all they held.
  const open: OpenCall[] = [];
  let accepting = true;
  let isSweepDue = false;
  let whenEmpty: (() => void) | undefined;
  const sweep = (): void => {
    isSweepDue = false;
    const now = clock.monotonic();
    // Those that end leave the list meanwhile.
    for (const call of open.filter(({ deadline }) => deadline <= now)) call.expire();
    scheduleSweep();
  };
  const scheduleSweep = (): void => {
    if (isSweepDue || open.length === 0) return;
    isSweepDue = true;
    clock.after(sweepMs, sweep);
  };
  return {
    add(call) {
      call.place = open.length;
      open.push(call);
      if (!isSweepDue) scheduleSweep();
    },
    remove(call) {
      leave(open, call);
      if (open.length === 0) whenEmpty?.();
    },
    count: () => open.length,
    stopAccepting() {
      accepting = false;
    },
    accepting: () => accepting,
    drained(deadlineMs, reason) {
      if (open.length === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const callOff = clock.after(deadlineMs, () => {
          // Of a copy: each leaves the list as it is cancelled.
          for (const call of open.slice()) call.cancellation.cancel(reason);
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

/** The last one takes the place of the one that leaves. A call that has left already changes nothing. */
function leave(open: OpenCall[], call: OpenCall): void {
  if (open[call.place] !== call) return;
  const last = open.pop();
  if (last === undefined || last === call) return;
  open[call.place] = last;
  last.place = call.place;
}
