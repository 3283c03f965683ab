import { setTimeout as sleep } from "node:timers/promises";

/** Waits for `work`, but not longer than this. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  await Promise.race([work, sleep(ms, undefined, { signal: late.signal })]);
  late.abort();
}
