import type { Clock } from "../ports/clock.ts";

/**
 * Runs `work` again and again, `everyMs` after it last ended, until `stop` is called. A failure is handed to `onFault` and
 * the polling goes on; one after the stop is handed to nobody, because what `work` needs is being closed then. What `now`
 * and `stop` return resolves when no run is under way any more.
 */
export function poll(
  options: {
    readonly everyMs: number;
    readonly clock: Pick<Clock, "after">;
    readonly onFault: (error: unknown) => void;
  },
  work: () => Promise<void>,
): { now(): Promise<void>; stop(): Promise<void> } {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let callOff = (): void => {};
  const once = async (): Promise<void> => {
    callOff();
    try {
      await work();
    } catch (error) {
      if (!stopped) options.onFault(error);
    }
    if (!stopped) callOff = options.clock.after(options.everyMs, start);
  };
  const start = (): void => {
    running = running.then(once);
  };
  callOff = options.clock.after(options.everyMs, start);
  return {
    now() {
      start();
      return running;
    },
    stop() {
      stopped = true;
      callOff();
      return running;
    },
  };
}
