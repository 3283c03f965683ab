import type { Clock } from "../../ports/clock.ts";
import type { CallStore } from "../../ports/store.ts";

/** workerd lets work go on for 30 s after an answer; what is not written then is lost, and must be reported before. */
const patienceMs = 25_000;
/** One try that takes longer counts as failed. It may still succeed: then the next finds the row there, which is no error. */
const tryMs = 8_000;
/** Waits between tries. */
const delaysMs = [100, 400, 1_600, 5_000] as const;

export interface InsertTarget {
  readonly calls: Pick<CallStore, "insertEncoded">;
  readonly clock: Clock;
  /** True when the row itself is at fault: trying again is useless. */
  readonly isDataError: (error: unknown) => boolean;
}

/** Writes rows into the ledger, trying again through short outages. Rejects with the last failure. */
export async function insertWithRetries(
  rows: readonly string[],
  bodies: readonly string[],
  { calls, clock, isDataError }: InsertTarget,
): Promise<void> {
  const started = clock.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      await within(calls.insertEncoded(rows, bodies), tryMs, clock);
      return;
    } catch (error) {
      const delayMs = delaysMs[attempt];
      const isLate = clock.now() - started + (delayMs ?? 0) + tryMs > patienceMs;
      if (delayMs === undefined || isLate || isDataError(error)) throw error;
      await new Promise<void>((resolve) => void clock.after(delayMs, resolve));
    }
  }
}

/** Rejects when `work` takes longer than `limitMs`. */
export async function within<Result>(work: Promise<Result>, limitMs: number, clock: Clock): Promise<Result> {
  let callOff = (): void => {};
  const late = new Promise<never>((_resolve, reject) => {
    callOff = clock.after(limitMs, () => reject(new Error(`no answer came within ${limitMs} ms`)));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    callOff();
  }
}
