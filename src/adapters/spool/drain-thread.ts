import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Log } from "../../ports/log.ts";
import { describeFailure } from "./describe-failure.ts";
import { isDrainMessage, type DrainCommand, type DrainThreadInput } from "./drain-messages.ts";
import type { DrainStatus } from "./drainer.ts";
import { retryDelay } from "./retry-delay.ts";

export interface DrainThreadOptions {
  /** Called for every start, because what waits then differs. */
  input(): DrainThreadInput;
  onStatus(status: DrainStatus): void;
  readonly log: Log;
}

/** TypeScript while developing, JavaScript once built: as this file is. */
const workerUrl = new URL(`./drain-worker${extname(import.meta.url)}`, import.meta.url);
/** How long a statement that is running may hold up the end. */
const stopTimeoutMs = 5_000;
/** A thread that lived this long did not die of its start. */
const stableMs = 60_000;

/** Keeps one drainer's thread running until it is stopped. */
export class DrainThread {
  readonly #options: DrainThreadOptions;
  #worker: Worker;
  #exited: Promise<void> = Promise.resolve();
  #restartTimer: NodeJS.Timeout | undefined;
  #stopping = false;
  #restarts = 0;
  #quickDeaths = 0;
  #crash: string | undefined;

  constructor(options: DrainThreadOptions) {
    this.#options = options;
    this.#worker = this.#start();
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** Why the thread died, until the next one reports. */
  get crash(): string | undefined {
    return this.#crash;
  }

  hurry(): void {
    if (!this.#stopping) this.#send("hurry");
  }

  /** Resolves when the thread is gone. What it was inserting is inserted or stays in the spool. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    this.#send("stop");
    const timer = setTimeout(() => void this.#worker.terminate(), stopTimeoutMs);
    await this.#exited;
    clearTimeout(timer);
  }

  #start(): Worker {
    const startedAt = performance.now();
    const worker = new Worker(workerUrl, { name: "holdfast-drain", workerData: this.#options.input() });
    worker.on("message", (message: unknown) => this.#receive(message));
    worker.on("error", (error: unknown) => {
      this.#crash = describeFailure(error);
    });
    this.#exited = new Promise((resolve) => {
      worker.once("exit", (code) => {
        resolve();
        this.#onExit(code, performance.now() - startedAt);
      });
    });
    return worker;
  }

  #onExit(code: number, livedMs: number): void {
    if (this.#stopping) return;
    this.#restarts += 1;
    this.#quickDeaths = livedMs < stableMs ? this.#quickDeaths + 1 : 0;
    this.#crash ??= `the thread ended with code ${code}`;
    const delayMs = retryDelay(this.#quickDeaths);
    this.#options.log.error("spool-drainer-died", {
      error: this.#crash,
      restarts: this.#restarts,
      restartInMs: delayMs,
    });
    this.#restartTimer = setTimeout(() => {
      this.#worker = this.#start();
    }, delayMs);
  }

  #receive(message: unknown): void {
    if (!isDrainMessage(message)) return;
    if (message.kind === "log") {
      this.#options.log[message.level](message.event, message.fields);
      return;
    }
    this.#crash = undefined;
    this.#options.onStatus(message.status);
  }

  #send(command: DrainCommand): void {
    this.#worker.postMessage(command);
  }
}
