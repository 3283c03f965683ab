import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";

/** Asked by whoever can reach the port, so the database is asked only this often. */
const rememberedMs = 1_000;
const patienceMs = 2_000;

/** Whether the database answers, as far as is known; at most one question a second goes to it. */
export function createDatabaseProbe(store: Pick<Store, "ping">, clock: Clock): () => Promise<boolean> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer = Promise.resolve(false);
  return () => {
    const now = clock.monotonic();
    if (now - askedAt >= rememberedMs) {
      askedAt = now;
      answer = ask(store, clock);
    }
    return answer;
  };
}

function ask(store: Pick<Store, "ping">, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const callOff = clock.after(patienceMs, () => resolve(false));
    const end = (isReachable: boolean) => () => {
      callOff();
      resolve(isReachable);
    };
    store.ping().then(end(true), end(false));
  });
}
