import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { SegmentReader } from "./read-segment.ts";
import { createRecordBuffer } from "./record-buffer.ts";
import { replaceFile } from "./replace-file.ts";
import type { SpoolRecord } from "./spool-record.ts";

const fileName = "open-calls";
/** Streams that are open at once in one process; about a kilobyte each. */
const maxOpenCalls = 32_768;

/**
 * Calls that have begun and not ended, as far as the drainer has read. While their process lives they only wait for
 * their end; when it died they are what is left of them. Kept in a file when the segment they stand in is deleted.
 */
export class OpenCalls {
  readonly #path: string;
  readonly #records = new Map<string, SpoolRecord>();
  #saved: boolean;

  constructor(directory: string) {
    this.#path = join(directory, fileName);
    this.#saved = existsSync(this.#path);
    if (this.#saved) this.#load();
  }

  get size(): number {
    return this.#records.size;
  }

  /** False when there are too many: such a call leaves no row if the process dies before it ends. */
  remember(record: SpoolRecord): boolean {
    if (this.#records.size >= maxOpenCalls && !this.#records.has(record.id)) return false;
    this.#records.set(record.id, record);
    return true;
  }

  release(id: string): void {
    this.#records.delete(id);
  }

  /** All of them, and none are left: their process is dead. */
  takeAll(): readonly SpoolRecord[] {
    const records = [...this.#records.values()];
    this.#records.clear();
    return records;
  }

  /** To be called before a segment is deleted. */
  save(): void {
    if (this.#records.size === 0) {
      if (this.#saved) rmSync(this.#path, { force: true });
      this.#saved = false;
      return;
    }
    const buffer = createRecordBuffer();
    for (const record of this.#records.values()) buffer.append(record);
    replaceFile(this.#path, buffer.bytes(), true);
    this.#saved = true;
  }

  #load(): void {
    const limit = { end: statSync(this.#path).size, final: true };
    const reader = new SegmentReader(this.#path, 0);
    try {
      for (let item = reader.next(limit); item !== undefined; item = reader.next(limit)) {
        if (item.kind === "record") this.remember(item.record);
      }
    } finally {
      reader.close();
    }
  }
}
