import type { Clock } from "../../../src/ports/clock.ts";

/** Time that passes only when the test says so. */
export interface ManualClock extends Clock {
  pass(ms: number): void;
  /** Tasks that wait to be run. */
  readonly waiting: () => number;
}

export function manualClock(): ManualClock {
  let nowMs = 0;
  const tasks = new Map<() => void, number>();
  return {
    now: () => nowMs,
    monotonic: () => nowMs,
    after(delayMs, task) {
      tasks.set(task, nowMs + delayMs);
      return () => void tasks.delete(task);
    },
    pass(ms) {
      nowMs += ms;
      for (const [task, atMs] of tasks) {
        if (atMs > nowMs) continue;
        tasks.delete(task);
        task();
      }
    },
    waiting: () => tasks.size,
  };
}
