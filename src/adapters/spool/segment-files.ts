import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const segmentName = /^(\d{6,10})\.log$/;
const nameDigits = 6;

/** The spool holds its owner's calls and captured bodies: nobody else may read it. */
export const directoryMode = 0o700;
export const fileMode = 0o600;

export function segmentPath(directory: string, segment: number): string {
  return join(directory, `${String(segment).padStart(nameDigits, "0")}.log`);
}

/** Makes the directory unless it is there. */
export function makeSpoolDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: directoryMode });
}

/** Segment numbers and sizes in bytes, oldest first. */
export function listSegments(directory: string): ReadonlyMap<number, number> {
  const numbers = readdirSync(directory)
    .map((name) => segmentName.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .toSorted((left, right) => left - right);
  return new Map(numbers.map((segment) => [segment, statSync(segmentPath(directory, segment)).size]));
}
