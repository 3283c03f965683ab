import type { Clock } from "../../ports/clock.ts";

export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    // A deadline must never keep a process alive that has nothing else to do.
    timer.unref();
    return () => clearTimeout(timer);
  },
};
