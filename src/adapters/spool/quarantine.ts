import { closeSync, openSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileMode } from "./segment-files.ts";

const namePrefix = "corrupt-";
/** Damage beyond this many places is counted and logged, not copied: the disk is broken. */
const maxFiles = 100;

export interface DamagedBytes {
  readonly segment: number;
  readonly start: number;
  readonly end: number;
  /** Reads from `start` towards `end`, at least one byte unless there are none. */
  read(start: number, end: number): Uint8Array;
}

/** Copies damaged bytes aside for people to look at; returns the file's name, or undefined when there are too many. */
export function quarantine(directory: string, damaged: DamagedBytes): string | undefined {
  if (readdirSync(directory).filter((name) => name.startsWith(namePrefix)).length >= maxFiles) return undefined;
  const name = `${namePrefix}${String(damaged.segment).padStart(6, "0")}-${damaged.start}.log`;
  const file = openSync(join(directory, name), "w", fileMode);
  try {
    for (let at = damaged.start; at < damaged.end;) {
      const bytes = damaged.read(at, damaged.end);
      if (bytes.length === 0) break;
      at += writeSync(file, bytes);
    }
  } finally {
    closeSync(file);
  }
  return name;
}
