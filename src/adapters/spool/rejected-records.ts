import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileMode } from "./segment-files.ts";
import type { SpoolRecord } from "./spool-record.ts";

const fileName = "rejected.log";
/** When this much is refused, somebody has to look; what comes after it is counted and logged only. */
const maxFileBytes = 64 * 1024 * 1024;
const lineFeed = 0x0a;

/** Records that no database would take, kept aside with the reason: one JSON object a line, the record as it was. */
export class RejectedRecords {
  readonly #path: string;
  #bytes: number;
  #count: number;

  constructor(directory: string) {
    this.#path = join(directory, fileName);
    this.#bytes = existsSync(this.#path) ? statSync(this.#path).size : 0;
    this.#count = this.#bytes === 0 ? 0 : countLines(readFileSync(this.#path));
  }

  /** Records in the file and, beyond its bound, those of this run. */
  get count(): number {
    return this.#count;
  }

  add(record: SpoolRecord, reason: string): void {
    this.#count += 1;
    if (this.#bytes > maxFileBytes) return;
    const head = JSON.stringify({ written_at_ms: record.writtenAtMs, kind: record.kind, id: record.id, reason });
    const line = `${head.slice(0, -1)},"record":${record.json}}\n`;
    appendFileSync(this.#path, line, { mode: fileMode });
    this.#bytes += Buffer.byteLength(line);
  }
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) lines += 1;
  return lines;
}
