import { statSync } from "node:fs";
import type { SharedPosition } from "./shared-position.ts";
import { SegmentReader, type ReadLimit, type SegmentItem } from "./read-segment.ts";
import { listSegments, segmentPath } from "./segment-files.ts";
import type { SpoolPosition } from "./spool-record.ts";

export type CursorStep =
  | { readonly kind: "item"; readonly segment: number; readonly item: SegmentItem }
  /** The cursor went from the end of `from` to the beginning of `to`. */
  | { readonly kind: "moved"; readonly from: number; readonly to: number };

/** Reads the spool across segments, up to what the writer has committed. */
export class SpoolCursor {
  readonly #directory: string;
  readonly #committed: Pick<SharedPosition, "read">;
  #segment: number;
  #reader: SegmentReader;
  #finalBytes: number | undefined;

  constructor(directory: string, committed: Pick<SharedPosition, "read">, start: SpoolPosition) {
    this.#directory = directory;
    this.#committed = committed;
    this.#segment = start.segment;
    this.#reader = new SegmentReader(segmentPath(directory, start.segment), start.offset);
  }

  get position(): SpoolPosition {
    return { segment: this.#segment, offset: this.#reader.offset };
  }

  /** Undefined: everything that is written has been read. */
  next(): CursorStep | undefined {
    const limit = this.#limit();
    if (limit === undefined) return undefined;
    const item = this.#reader.next(limit);
    if (item !== undefined) return { kind: "item", segment: this.#segment, item };
    return limit.final ? this.#move() : undefined;
  }

  /** Bytes of the segment that is being read, at most a window's worth. */
  read(start: number, end: number): Uint8Array {
    return this.#reader.read(start, end);
  }

  close(): void {
    this.#reader.close();
  }

  #limit(): ReadLimit | undefined {
    const committed = this.#committed.read();
    if (this.#segment > committed.segment) return undefined;
    if (this.#segment === committed.segment) return { end: committed.offset, final: false };
    this.#finalBytes ??= statSync(segmentPath(this.#directory, this.#segment)).size;
    return { end: this.#finalBytes, final: true };
  }

  #move(): CursorStep | undefined {
    const from = this.#segment;
    const to = [...listSegments(this.#directory).keys()].find((segment) => segment > from);
    if (to === undefined) return undefined;
    const reader = new SegmentReader(segmentPath(this.#directory, to), 0);
    this.#reader.close();
    this.#reader = reader;
    this.#segment = to;
    this.#finalBytes = undefined;
    return { kind: "moved", from, to };
  }
}
