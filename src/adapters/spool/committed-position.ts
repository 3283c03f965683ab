import type { SpoolPosition } from "./spool-record.ts";

/**
 * How far the spool is written, shared by the writer's and the drainer's thread: the drainer never sees a batch that is
 * half written, and looking costs no system call.
 */
export class CommittedPosition {
  readonly shared: SharedArrayBuffer;
  readonly #cells: Int32Array;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = shared;
    this.#cells = new Int32Array(shared);
  }

  startSegment(segment: number): void {
    // In this order a reader between the two stores sees too little of the old segment, never a place that is not there.
    Atomics.store(this.#cells, 1, 0);
    Atomics.store(this.#cells, 0, segment);
  }

  advance(offset: number): void {
    Atomics.store(this.#cells, 1, offset);
  }

  read(): SpoolPosition {
    const segment = Atomics.load(this.#cells, 0);
    return { segment, offset: Atomics.load(this.#cells, 1) };
  }
}
