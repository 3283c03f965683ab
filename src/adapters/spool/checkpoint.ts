import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { replaceFile } from "./replace-file.ts";
import type { SpoolPosition } from "./spool-record.ts";

const fileName = "checkpoint";
const line = /^([0-9a-f]{8}) ((\d{10}) (\d{10}))$/;
const digits = 10;
const slots = 2;

/**
 * How far the records are in the database: everything before the position is. The file has two lines that are written in
 * turn, in place, each with its checksum, so that one of them is whole at any instant. Replacing the file instead costs a
 * millisecond each time where the file system flushes on a rename, as ext4 does.
 */
export class Checkpoint {
  readonly #file: number;
  #slot = 0;

  /** Begins at `start`, whatever an older file says: both lines are written anew. */
  constructor(directory: string, start: SpoolPosition) {
    const path = join(directory, fileName);
    replaceFile(path, encode(start).repeat(slots), true);
    this.#file = openSync(path, "r+");
  }

  /** To be called only after the commit. */
  write(position: SpoolPosition): void {
    const text = encode(position);
    writeSync(this.#file, text, this.#slot * text.length, "latin1");
    this.#slot = (this.#slot + 1) % slots;
  }

  close(): void {
    closeSync(this.#file);
  }
}

/**
 * Undefined when there is none, or none that can be trusted: then everything in the spool is inserted again, which the
 * database ignores row by row.
 */
export function readCheckpoint(directory: string): SpoolPosition | undefined {
  let content: string;
  try {
    content = readFileSync(join(directory, fileName), "latin1");
  } catch {
    return undefined;
  }
  const positions = content
    .split("\n")
    .slice(0, slots)
    .flatMap((text) => decode(text) ?? []);
  return positions.toSorted((left, right) => right.segment - left.segment || right.offset - left.offset)[0];
}

function encode({ segment, offset }: SpoolPosition): string {
  const text = `${String(segment).padStart(digits, "0")} ${String(offset).padStart(digits, "0")}`;
  return `${checksum(text)} ${text}\n`;
}

function decode(text: string): SpoolPosition | undefined {
  const match = line.exec(text);
  if (match === null || match[1] !== checksum(match[2] ?? "")) return undefined;
  return { segment: Number(match[3]), offset: Number(match[4]) };
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
