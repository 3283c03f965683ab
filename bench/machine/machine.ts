import { spawnSync } from "node:child_process";
import { availableParallelism, cpus } from "node:os";

/** How the processes share the cores. */
export interface Machine {
  readonly cpuModel: string;
  readonly cores: number;
  /** True: the contestant has core 0 for itself, and the load, the stub and the database share core 1. */
  readonly pinned: boolean;
  /** Why not, when it is not. */
  readonly unpinnedBecause: string | undefined;
}

export type Place = "contestant" | "load";

const coreOf: Readonly<Record<Place, string>> = { contestant: "0", load: "1" };

/** Looks at the machine, and moves this process (all its threads) to the load's core where that is possible. */
export function takeMachine(): Machine {
  const cores = availableParallelism();
  const cpuModel = cpus()[0]?.model ?? "unknown";
  const unpinned = (unpinnedBecause: string): Machine => ({ cpuModel, cores, pinned: false, unpinnedBecause });
  if (cores < 2) return unpinned("this machine has one core");
  const moved = spawnSync("taskset", ["-a", "-p", "-c", coreOf.load, String(process.pid)], { stdio: "ignore" });
  if (moved.error !== undefined) return unpinned("there is no taskset here");
  if (moved.status !== 0) return unpinned("taskset may not move processes here");
  return { cpuModel, cores, pinned: true, unpinnedBecause: undefined };
}

/** A command line that runs on the core of `place`. The process keeps the id that the spawned one has. */
export function pinnedCommand(machine: Machine, place: Place, command: readonly string[]): readonly string[] {
  return machine.pinned ? ["taskset", "-c", coreOf[place], ...command] : command;
}
