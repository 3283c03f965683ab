import { readFileSync } from "node:fs";
import { cpuSeconds } from "./process-tree.ts";

const ticksPerSecond = 100;

/** User, nice and system time of all processes of the machine since it started, in seconds. */
function machineSeconds(): number {
  const line = readFileSync("/proc/stat", "latin1").split("\n", 1)[0] ?? "";
  const [user = 0, nice = 0, system = 0] = line
    .replace(/^cpu +/, "")
    .split(" ")
    .map(Number);
  return (user + nice + system) / ticksPerSecond;
}

/**
 * Starts watching what other processes than this one's children do. The returned function tells how many cores they
 * kept busy since; processes of ours that ended meanwhile count as others.
 */
export function watchForeignLoad(): () => number {
  const startedAt = performance.now();
  const others = machineSeconds() - cpuSeconds(process.pid);
  return () => {
    const seconds = (performance.now() - startedAt) / 1000;
    return Math.max(0, (machineSeconds() - cpuSeconds(process.pid) - others) / seconds);
  };
}
