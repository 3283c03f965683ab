import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileMode } from "./segment-files.ts";

const fileName = "lock";
/** Losing the race for a stale lock this often means that something else is wrong. */
const maxTries = 10;

/**
 * Makes this process the directory's only writer; returns how to give it back. A lock whose process is gone is taken
 * over. Throws when a living process holds it.
 *
 * A process is told by its id, its start time and the machine's boot, because ids are used again, in containers after
 * every restart. The directory must not be shared between containers that cannot see each other's processes.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, fileName);
  const mine = identify(process.pid) ?? `${process.pid} unknown unknown`;
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${mine}\n`, { mode: fileMode });
  try {
    for (let tries = 0; tries < maxTries; tries += 1) {
      if (linked(draft, path)) return () => release(path, mine);
      const holder = readHolder(path);
      if (holder !== undefined && isAlive(holder)) throw new Error(refusal(directory, holder));
      if (holder !== undefined) removeStale(path, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new Error(`The spool ${directory} could not be locked: another process keeps taking its lock file.`);
}

/** Whether a living process is the directory's writer. */
export function isLocked(directory: string): boolean {
  const holder = readHolder(join(directory, fileName));
  return holder !== undefined && isAlive(holder);
}

function refusal(directory: string, holder: string): string {
  const pid = holder.split(" ")[0];
  return (
    `The spool ${directory} is in use by process ${pid}, and a spool has one writer. ` +
    `Stop that process, or give this one a data directory of its own.`
  );
}

/** A link appears with its content: nobody ever reads a lock that is half written. */
function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

function readHolder(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Moved away before it is judged again: of two processes that find the same stale lock, one gets it. */
function removeStale(path: string, holder: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  // Somebody else was faster and this is their fresh lock: put it back.
  if (readHolder(aside) !== holder) linked(aside, path);
  rmSync(aside, { force: true });
}

function release(path: string, mine: string): void {
  if (readHolder(path) === mine) rmSync(path, { force: true });
}

function isAlive(holder: string): boolean {
  const pid = Number(holder.split(" ")[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  const now = identify(pid);
  return now === undefined ? answersSignals(pid) : now === holder;
}

/** Pid, start time and boot id, as Linux tells them; undefined where it does not. */
function identify(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // proc(5): the name in parentheses may hold anything, so fields are counted after it; start time is field 22.
    const startTime = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    return startTime === undefined ? undefined : `${pid} ${startTime} ${boot}`;
  } catch {
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
