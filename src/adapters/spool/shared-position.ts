import type { SpoolPosition } from "./spool-record.ts";

/**
 * A position that one thread moves forward and others look at. Looking costs no system call and wakes nobody: a message
 * between threads costs more than the record that it would be about.
 */
export class SharedPosition {
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

  moveTo({ segment, offset }: SpoolPosition): void {
    if (segment !== Atomics.load(this.#cells, 0)) this.startSegment(segment);
    this.advance(offset);
  }

  read(): SpoolPosition {
    const segment = Atomics.load(this.#cells, 0);
    return { segment, offset: Atomics.load(this.#cells, 1) };
  }
}
