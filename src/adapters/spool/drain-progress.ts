import { SharedPosition } from "./shared-position.ts";
import type { SpoolPosition } from "./spool-record.ts";

export interface SharedProgress {
  readonly position: SharedArrayBuffer;
  readonly counts: SharedArrayBuffer;
}

const drainedCallsCell = 0;
const oldestAtCell = 1;
const openCallsCell = 2;
const cells = 3;

/** How far a drainer's thread has come: it changes with every batch, so the main thread looks instead of being told. */
export class DrainProgress {
  readonly shared: SharedProgress;
  readonly #position: SharedPosition;
  readonly #counts: BigInt64Array;

  constructor(shared?: SharedProgress) {
    this.#position = new SharedPosition(shared?.position);
    const counts = shared?.counts ?? new SharedArrayBuffer(cells * BigInt64Array.BYTES_PER_ELEMENT);
    this.#counts = new BigInt64Array(counts);
    this.shared = { position: this.#position.shared, counts };
  }

  /** Everything before it is in the database. Segment 0: the drainer has not begun. */
  get position(): SpoolPosition {
    return this.#position.read();
  }

  moveTo(position: SpoolPosition): void {
    this.#position.moveTo(position);
  }

  /** Calls that this drainer has brought into the database or set aside. */
  get drainedCalls(): number {
    return Number(Atomics.load(this.#counts, drainedCallsCell));
  }

  addDrainedCalls(calls: number): void {
    Atomics.add(this.#counts, drainedCallsCell, BigInt(calls));
  }

  /** When the oldest record was written that is being inserted, in milliseconds since 1970. */
  get oldestAtMs(): number | undefined {
    const oldest = Number(Atomics.load(this.#counts, oldestAtCell));
    return oldest === 0 ? undefined : oldest;
  }

  set oldestAtMs(oldest: number | undefined) {
    Atomics.store(this.#counts, oldestAtCell, BigInt(oldest ?? 0));
  }

  /** Calls that have begun and not ended, as far as the drainer has read. */
  get openCalls(): number {
    return Number(Atomics.load(this.#counts, openCallsCell));
  }

  set openCalls(calls: number) {
    Atomics.store(this.#counts, openCallsCell, BigInt(calls));
  }
}
