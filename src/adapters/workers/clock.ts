import type { Clock } from "../../ports/clock.ts";

/**
 * workerd's time. It stands still while code runs and moves at each input or output, so what takes no turn measures 0.
 * Timers belong to the request that sets them.
 */
export const workersClock: Clock = Object.freeze({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs: number, task: () => void) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
});
