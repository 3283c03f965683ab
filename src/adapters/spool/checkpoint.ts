import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { replaceFile } from "./replace-file.ts";
import type { SpoolPosition } from "./spool-record.ts";

const fileName = "checkpoint";
const line = /^([0-9a-f]{8}) ((\d{1,10}) (\d{1,15}))\n$/;

/** Everything before the position is in the database. Written only after the commit. */
export function writeCheckpoint(directory: string, position: SpoolPosition): void {
  const text = `${position.segment} ${position.offset}`;
  replaceFile(join(directory, fileName), `${checksum(text)} ${text}\n`);
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
  const match = line.exec(content);
  if (match === null || match[1] !== checksum(match[2] ?? "")) return undefined;
  return { segment: Number(match[3]), offset: Number(match[4]) };
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
