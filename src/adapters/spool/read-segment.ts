import { Buffer } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";
import { decodeRecord } from "./decode-record.ts";
import { headerBytes, maxRecordBytes, type SpoolRecord } from "./spool-record.ts";

const windowBytes = 1024 * 1024;
const lineFeed = 0x0a;

export type SegmentItem =
  | { readonly kind: "record"; readonly record: SpoolRecord; readonly start: number; readonly end: number }
  /** A last record whose writing was interrupted: nobody was told that it is safe. */
  | { readonly kind: "torn"; readonly start: number; readonly end: number }
  /** Bytes that were whole records once. */
  | { readonly kind: "corrupt"; readonly start: number; readonly end: number };

/** How far a segment may be read. */
export interface ReadLimit {
  readonly end: number;
  /** Nothing will be written behind `end` any more. */
  readonly final: boolean;
}

/** Reads one segment from front to back, a window at a time. Synchronous: it runs in the drainer's own thread. */
export class SegmentReader {
  readonly #file: number;
  #window = Buffer.allocUnsafeSlow(windowBytes);
  #windowStart = 0;
  #windowEnd = 0;
  /** Where the next item begins. */
  offset: number;

  constructor(path: string, offset: number) {
    this.#file = openSync(path, "r");
    this.offset = offset;
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The next item, which begins at `offset` and moves it; undefined when nothing more can be read within the limit. */
  next(limit: ReadLimit): SegmentItem | undefined {
    if (this.offset >= limit.end) return undefined;
    const start = this.offset;
    const decoded = this.#decode(start, limit.end);
    if (decoded.kind === "record") {
      this.offset = start + decoded.bytes;
      return { kind: "record", record: decoded.record, start, end: this.offset };
    }
    const resumed = this.#findRecord(start, limit.end);
    if (resumed === undefined && !limit.final) return undefined;
    this.offset = resumed ?? limit.end;
    const isTorn = resumed === undefined && this.#findLineFeed(start, limit.end) === undefined;
    return { kind: isTorn ? "torn" : "corrupt", start, end: this.offset };
  }

  /** The bytes between two offsets, at most a window's worth: for putting damage aside. */
  read(start: number, end: number): Uint8Array {
    const stop = Math.min(end, start + windowBytes);
    this.#fill(start, stop - start, stop);
    return this.#window.subarray(start - this.#windowStart, Math.min(stop, this.#windowEnd) - this.#windowStart);
  }

  #decode(start: number, limit: number): ReturnType<typeof decodeRecord> {
    let needed = headerBytes;
    for (;;) {
      this.#fill(start, needed, limit);
      const decoded = decodeRecord(this.#window, start - this.#windowStart, this.#windowEnd - this.#windowStart);
      const more = decoded.kind === "short" && decoded.bytes > needed && start + decoded.bytes <= limit;
      if (!more) return decoded;
      needed = decoded.bytes;
    }
  }

  /** The offset of the first whole record behind damage that begins at `from`. A record begins behind a line feed. */
  #findRecord(from: number, limit: number): number | undefined {
    let at = this.#findLineFeed(from, limit);
    while (at !== undefined && at + 1 < limit) {
      if (this.#decode(at + 1, limit).kind === "record") return at + 1;
      at = this.#findLineFeed(at + 1, limit);
    }
    return undefined;
  }

  #findLineFeed(from: number, limit: number): number | undefined {
    for (let at = from; at < limit; at = this.#windowEnd) {
      this.#fill(at, 1, limit);
      if (this.#windowEnd <= at) return undefined;
      const found = this.#window
        .subarray(0, this.#windowEnd - this.#windowStart)
        .indexOf(lineFeed, at - this.#windowStart);
      if (found >= 0) return found + this.#windowStart;
    }
    return undefined;
  }

  /** Makes `bytes` bytes from `start` readable in the window, as far as the limit and the file allow. */
  #fill(start: number, bytes: number, limit: number): void {
    const wanted = Math.min(start + bytes, limit);
    if (start >= this.#windowStart && wanted <= this.#windowEnd) return;
    if (bytes > this.#window.length) this.#window = Buffer.allocUnsafeSlow(Math.min(bytes, maxRecordBytes * 2));
    this.#windowStart = start;
    this.#windowEnd = start;
    const stop = Math.min(start + this.#window.length, limit);
    while (this.#windowEnd < stop) {
      const at = this.#windowEnd - start;
      const count = readSync(this.#file, this.#window, at, stop - this.#windowEnd, this.#windowEnd);
      if (count <= 0) return;
      this.#windowEnd += count;
    }
  }
}
