import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { pinnedCommand, type Machine, type Place } from "./machine.ts";

const startLimitMs = 60_000;
const stopLimitMs = 10_000;
const pollMs = 20;
/** Kept of what a process writes, to be shown when it fails. */
const maxKeptOutput = 4000;

export interface ProcessPlan {
  readonly name: string;
  readonly place: Place;
  readonly command: readonly string[];
  /** Added to this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
  /** The process counts as started once somebody listens here. */
  readonly port: number;
  /** True: the process gets a channel for messages. */
  readonly messages?: boolean;
}

export interface StartedProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const running = new Set<ChildProcess>();

/** Ends every process that is still there: nothing outlives the benchmark, however it ends. */
export function killAllProcesses(): void {
  for (const child of running) child.kill("SIGKILL");
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), stopLimitMs);
  await ended;
  clearTimeout(killer);
}

/** Starts a process on its core and waits until its port is open. Throws with its last output when it fails. */
export async function startProcess(machine: Machine, plan: ProcessPlan): Promise<StartedProcess> {
  const [program = "", ...parameters] = pinnedCommand(machine, plan.place, plan.command);
  const child = spawn(program, parameters, {
    cwd: plan.directory,
    env: { ...process.env, NODE_ENV: "production", ...plan.environment },
    stdio: plan.messages === true ? ["ignore", "pipe", "pipe", "ipc"] : ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let output = "";
  const keep = (data: Buffer): void => {
    output = (output + data.toString()).slice(-maxKeptOutput);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const failed = once(child, "error").then(([error]) => {
    output += String(error);
  });
  const deadline = performance.now() + startLimitMs;
  while (!(await listens(plan.port))) {
    const ended = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    if (ended || performance.now() > deadline) {
      child.kill("SIGKILL");
      if (child.pid === undefined) await failed;
      throw new Error(`${plan.name} did not start. Its last output was:\n${output}`);
    }
    await sleep(pollMs);
  }
  if (child.pid === undefined) throw new Error(`${plan.name} has no process id.`);
  return { child, pid: child.pid, stop: () => stop(child) };
}
