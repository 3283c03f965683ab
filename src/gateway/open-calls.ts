import type { Cancellation } from "../lib/cancellation.ts";

/** The calls that are running now: counted, and cancelled together when a shutdown's patience ends. */
export interface OpenCalls {
  add(call: Cancellation): void;
  remove(call: Cancellation): void;
  count(): number;
  /** New calls are refused from now on. */
  stopAccepting(): void;
  accepting(): boolean;
  /** Resolves when no call is open, or after `deadlineMs`, having cancelled the rest with `reason`. */
  drained(deadlineMs: number, reason: Error): Promise<void>;
}

export function createOpenCalls(after: (delayMs: number, task: () => void) => () => void): OpenCalls {
  const open = new Set<Cancellation>();
  let accepting = true;
  let whenEmpty: (() => void) | undefined;
  return {
    add: (call) => void open.add(call),
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
        const callOff = after(deadlineMs, () => {
          for (const call of open) call.cancel(reason);
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
