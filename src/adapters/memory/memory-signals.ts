import type { Signals } from "../../ports/signals.ts";
import { topicListeners } from "./topic-listeners.ts";

/** Signals within one process. Listeners are called after `publish` has returned, as they are by the other adapters. */
export function memorySignals(): Signals {
  const listeners = topicListeners();
  return {
    async publish(topic) {
      queueMicrotask(() => listeners.notify(topic));
    },
    async subscribe(topic, listener) {
      const stop = listeners.add(topic, listener);
      return async () => stop();
    },
    async close() {
      // Nothing is held open.
    },
  };
}
