import { Worker } from "node:worker_threads";
import type { WorkerOrder, WorkerReport, WorkerStart } from "./worker-messages.ts";

export interface RunningWorker {
  /** Resolves with the reason once the thread has ended, however it did. */
  readonly ended: Promise<Error | undefined>;
  /** Writes everything out and ends the thread; cuts it off when it takes too long. */
  close(): Promise<void>;
}

/** A first start takes three seconds on an idle machine, and recovery after a crash reads the log. */
const startTimeoutMs = 120_000;
const closeTimeoutMs = 15_000;

/** The file next to this one, which is `.ts` in the repository and `.js` in the package. */
const workerFile = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);

/** Starts the thread that runs PGlite; resolves when its socket takes connections. */
export async function startWorker(
  start: WorkerStart,
  onReport: (report: WorkerReport) => void,
): Promise<RunningWorker> {
  const worker = new Worker(workerFile, { workerData: start, name: "holdfast-pglite" });
  let failure: Error | undefined;
  let sayReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    sayReady = resolve;
  });
  const ended = new Promise<Error | undefined>((resolve) => {
    worker.once("exit", () => resolve(failure));
  });
  worker.on("error", (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
  });
  worker.on("message", (report: WorkerReport) => {
    if (report.kind === "ready") sayReady();
    onReport(report);
  });
  const died = ended.then((error) => {
    throw error ?? new Error("The embedded database ended while it started.");
  });
  try {
    await withinTime(Promise.race([ready, died]), startTimeoutMs);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  // From here on its end is told by `ended`.
  died.catch(() => undefined);
  return {
    ended,
    async close() {
      const order: WorkerOrder = { kind: "close" };
      worker.postMessage(order);
      await withinTime(ended, closeTimeoutMs).catch(() => worker.terminate());
    },
  };
}

async function withinTime<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The embedded database took longer than ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
