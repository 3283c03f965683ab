/**
 * A thread that says when the next call is due. Timers of an event loop are a millisecond coarse, which is more than a
 * good proxy adds; a waiting thread is exact to some tens of microseconds and costs nothing while it waits.
 */
import { parentPort, workerData } from "node:worker_threads";

export interface MetronomeData {
  /** Milliseconds from the start at which calls are due, ascending. */
  readonly arrivals: Float64Array;
  /** `process.hrtime` of the start, in nanoseconds: the one clock that threads share. */
  readonly startNanoseconds: bigint;
}

function run(data: MetronomeData): void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (const [index, due] of data.arrivals.entries()) {
    for (;;) {
      const now = Number(process.hrtime.bigint() - data.startNanoseconds) / 1e6;
      if (now >= due) break;
      Atomics.wait(never, 0, 0, due - now);
    }
    parentPort?.postMessage(index);
  }
}

// The thread is only ever started by run-open-loop.ts, which passes this shape.
const data: MetronomeData = workerData;
run(data);
