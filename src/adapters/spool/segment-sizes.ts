import type { SpoolPosition } from "./spool-record.ts";

/** How large the finished segments are, to know what still waits behind a position. */
export class SegmentSizes {
  readonly #finished: Map<number, number>;

  constructor(finished: ReadonlyMap<number, number>) {
    this.#finished = new Map(finished);
  }

  finish(segment: number, bytes: number): void {
    this.#finished.set(segment, bytes);
  }

  /** Bytes between the two positions; forgets what lies before `from`. */
  bytesBetween(from: SpoolPosition, to: SpoolPosition): number {
    let bytes = to.offset;
    for (const [segment, size] of this.#finished) {
      if (segment < from.segment) this.#finished.delete(segment);
      else bytes += size;
    }
    return Math.max(0, bytes - from.offset);
  }
}
