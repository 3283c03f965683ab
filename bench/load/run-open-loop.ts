import { Worker } from "node:worker_threads";
import { HttpConnection } from "./http-connection.ts";
import type { MetronomeData } from "./metronome.ts";
import type { Tally } from "./tally.ts";

/** More calls open at once than this means that the other side does not keep up at all. */
const maxConnections = 2000;
/** Longest wait for the last answers. */
const graceMs = 20_000;

export interface OpenLoop {
  readonly port: number;
  readonly request: Buffer;
  readonly tally: Tally;
  /** Milliseconds from the start at which calls are due. */
  readonly arrivals: Float64Array<SharedArrayBuffer>;
  /** Connections opened before the first call. */
  readonly warmConnections: number;
}

/** One entry a good answer, in milliseconds from the moment the call was due. */
export interface OpenLoopTimes {
  readonly ended: readonly number[];
  readonly firstByte: readonly number[];
  /** Socket reads that brought all answers. */
  readonly reads: number;
}

class Runner {
  readonly #loop: OpenLoop;
  readonly #idle: HttpConnection[];
  readonly #all = new Set<HttpConnection>();
  readonly ended: number[] = [];
  readonly firstByte: number[] = [];
  reads = 0;
  #answered = 0;
  /** Called when the last answer is in. */
  onDone: (() => void) | undefined;

  constructor(loop: OpenLoop) {
    this.#loop = loop;
    this.#idle = Array.from({ length: loop.warmConnections }, () => this.#open());
  }

  /** Sends one call that was due at `dueAt` (`performance.now()`). Never waits for another call. */
  send(dueAt: number): void {
    const connection = this.#take();
    if (connection === undefined) {
      this.#loop.tally.fail(`more than ${maxConnections} calls open at once`);
      this.#countAnswer();
      return;
    }
    connection.send(this.#loop.request, (answer) => {
      if (this.#loop.tally.take(answer)) {
        this.ended.push(answer.endedAt - dueAt);
        this.firstByte.push(answer.firstByteAt - dueAt);
        this.reads += answer.reads;
        this.#idle.push(connection);
      }
      this.#countAnswer();
    });
  }

  close(): void {
    for (const connection of this.#all) connection.destroy();
  }

  #take(): HttpConnection | undefined {
    for (let one = this.#idle.pop(); one !== undefined; one = this.#idle.pop()) if (one.usable) return one;
    return this.#all.size < maxConnections ? this.#open() : undefined;
  }

  #open(): HttpConnection {
    const connection = new HttpConnection(this.#loop.port);
    this.#all.add(connection);
    return connection;
  }

  #countAnswer(): void {
    this.#answered += 1;
    if (this.#answered === this.#loop.arrivals.length) this.onDone?.();
  }
}

/**
 * Sends calls when they are due, however slow the answers are, and measures from the due time: a call that had to wait
 * because the other side was busy counts with its wait (no coordinated omission).
 */
export async function runOpenLoop(loop: OpenLoop): Promise<OpenLoopTimes> {
  const runner = new Runner(loop);
  const leadMs = 300;
  const startAt = performance.now() + leadMs;
  const workerData: MetronomeData = {
    arrivals: loop.arrivals,
    startNanoseconds: process.hrtime.bigint() + BigInt(leadMs * 1e6),
  };
  const metronome = new Worker(new URL("metronome.ts", import.meta.url), { workerData });
  const lastDue = loop.arrivals.at(-1) ?? 0;
  await new Promise<void>((resolve, reject) => {
    const giveUp = setTimeout(
      () => {
        loop.tally.fail(`answers missing ${graceMs / 1000} s after the last call`);
        resolve();
      },
      lastDue + leadMs + graceMs,
    );
    runner.onDone = () => {
      clearTimeout(giveUp);
      resolve();
    };
    metronome.on("message", (index: number) => runner.send(startAt + (loop.arrivals[index] ?? 0)));
    metronome.on("error", reject);
  });
  await metronome.terminate();
  runner.close();
  return { ended: runner.ended, firstByte: runner.firstByte, reads: runner.reads };
}
