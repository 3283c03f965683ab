import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { readCheckpoint } from "./checkpoint.ts";
import { isLocked } from "./lock-directory.ts";
import { listSegments } from "./segment-files.ts";

const rejectedFile = "rejected.log";

interface SpoolBacklog {
  readonly pendingBytes: number;
  readonly rejectedBytes: number;
  /** A gateway writes it now. */
  readonly inUse: boolean;
}

/** What a spool directory holds that the database does not, in bytes; read from outside, also while a gateway writes it. */
export function spoolBacklog(directory: string): SpoolBacklog {
  if (!existsSync(directory)) return { pendingBytes: 0, rejectedBytes: 0, inUse: false };
  const checkpoint = readCheckpoint(directory) ?? { segment: 0, offset: 0 };
  let pendingBytes = 0;
  for (const [segment, bytes] of listSegments(directory)) {
    if (segment < checkpoint.segment) continue;
    pendingBytes += segment === checkpoint.segment ? Math.max(0, bytes - checkpoint.offset) : bytes;
  }
  const rejected = statSync(join(directory, rejectedFile), { throwIfNoEntry: false });
  return { pendingBytes, rejectedBytes: rejected?.size ?? 0, inUse: isLocked(directory) };
}
