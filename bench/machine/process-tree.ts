import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second in /proc: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;
const pageBytes = 4096;

function readOr(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // A thread or process that ended between listing and reading.
    return "";
  }
}

function listOr(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Ids of a process and everything it started, with the ids of their threads. */
function descendants(pid: number): readonly { readonly pid: number; readonly threads: readonly string[] }[] {
  const threads = listOr(`/proc/${pid}/task`);
  const children = threads
    .flatMap((thread) => readOr(`/proc/${pid}/task/${thread}/children`).split(" "))
    .filter((id) => id !== "")
    .map(Number);
  return [{ pid, threads }, ...children.flatMap((child) => descendants(child))];
}

/** User and system time in `/proc/<pid>/stat`, in seconds, in steps of 10 ms. */
function tickSeconds(pid: number): number {
  const stat = readOr(`/proc/${pid}/stat`);
  // The name in brackets may hold spaces, so fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
}

/**
 * CPU time (user and system, all threads, all child processes) that a process tree has used, in seconds. Reads the
 * scheduler's nanoseconds where the kernel shows them, and the 10 ms ticks of `/proc/<pid>/stat` elsewhere.
 */
export function cpuSeconds(pid: number): number {
  let seconds = 0;
  for (const member of descendants(pid)) {
    const nanoseconds = member.threads.map((thread) =>
      Number(readOr(`/proc/${member.pid}/task/${thread}/schedstat`).split(" ")[0] ?? 0),
    );
    const exact = nanoseconds.reduce((sum, value) => sum + value, 0) / 1e9;
    seconds += exact > 0 ? exact : tickSeconds(member.pid);
  }
  return seconds;
}

/** Resident memory of a process tree, in bytes. */
export function residentBytes(pid: number): number {
  return descendants(pid)
    .map((member) => Number(readOr(`/proc/${member.pid}/statm`).split(" ")[1] ?? 0) * pageBytes)
    .reduce((sum, bytes) => sum + bytes, 0);
}
