import type { Background } from "../../ports/background.ts";
import type { Log } from "../../ports/log.ts";

export function createNodeBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  return {
    run(name, work) {
      const watched: Promise<void> = work.then(
        () => {
          running.delete(watched);
        },
        (error: unknown) => {
          running.delete(watched);
          log.error("background-failed", { name, error });
        },
      );
      running.add(watched);
    },
    async drained() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
