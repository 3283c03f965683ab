import { readCheckpoint } from "./checkpoint.ts";
import type { OpenCalls } from "./open-calls.ts";
import { SegmentReader } from "./read-segment.ts";
import { listSegments, segmentPath } from "./segment-files.ts";
import { SpoolCursor } from "./spool-cursor.ts";
import type { SpoolPosition } from "./spool-record.ts";

/**
 * Where draining goes on: at the checkpoint, or at the oldest record there is. What stands before the checkpoint is read
 * again for the calls that it opened.
 */
export function resumeDrain(directory: string, openCalls: OpenCalls): SpoolPosition {
  const segments = listSegments(directory);
  const start = findStart(readCheckpoint(directory), segments);
  for (const [segment, size] of segments) {
    if (segment < start.segment) trackOpenCalls(segmentPath(directory, segment), size, openCalls);
    if (segment === start.segment) trackOpenCalls(segmentPath(directory, segment), start.offset, openCalls);
  }
  return start;
}

/** Finished calls between two positions. */
export function countCalls(directory: string, start: SpoolPosition, end: SpoolPosition): number {
  const cursor = new SpoolCursor(directory, { read: () => end }, start);
  let calls = 0;
  try {
    for (let step = cursor.next(); step !== undefined; step = cursor.next()) {
      if (step.kind === "moved" || step.item.kind !== "record") continue;
      if (step.item.record.kind === "close" || step.item.record.kind === "count") calls += 1;
    }
  } finally {
    cursor.close();
  }
  return calls;
}

function findStart(checkpoint: SpoolPosition | undefined, segments: ReadonlyMap<number, number>): SpoolPosition {
  if (checkpoint !== undefined && segments.has(checkpoint.segment)) return checkpoint;
  const numbers = [...segments.keys()];
  const next = numbers.find((segment) => segment > (checkpoint?.segment ?? 0)) ?? numbers[0];
  if (next === undefined) throw new Error("The spool has no segment: somebody removed its files while it was in use.");
  return { segment: next, offset: 0 };
}

function trackOpenCalls(path: string, end: number, openCalls: OpenCalls): void {
  const reader = new SegmentReader(path, 0);
  try {
    for (;;) {
      const item = reader.next({ end, final: true });
      if (item === undefined) return;
      if (item.kind !== "record") continue;
      if (item.record.kind === "open") openCalls.remember(item.record);
      else if (item.record.kind !== "body") openCalls.release(item.record.id);
    }
  } finally {
    reader.close();
  }
}
