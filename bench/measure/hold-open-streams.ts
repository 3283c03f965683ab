import { setTimeout as sleep } from "node:timers/promises";
import type { RunningContestant } from "../contestants/contestant.ts";
import { callRequest } from "../load/call-request.ts";
import { openSlowStreams } from "../load/open-slow-streams.ts";
import { residentBytes } from "../machine/process-tree.ts";
import type { Stub } from "../stub/start-stub.ts";
import type { Load, LoadContext, LoadResult } from "./load.ts";
import { warmUp } from "./warm-up.ts";

const warmLoad = { connections: 8, seconds: 0.5, calls: 0 };
const sampleMs = 200;
const pollMs = 5;
/** Whoever has not let go by then is reported with this number. */
const freedLimitMs = 2000;
const megabyte = 1024 * 1024;

async function highestMemory(pid: number, seconds: number): Promise<number> {
  let highest = 0;
  const until = performance.now() + seconds * 1000;
  do {
    await sleep(sampleMs);
    highest = Math.max(highest, residentBytes(pid));
  } while (performance.now() < until);
  return highest / megabyte;
}

/** Milliseconds from `leftAt` (`process.hrtime`, nanoseconds) until the stub had no more than `count` streams open. */
async function untilFreed(stub: Stub, count: number, leftAt: number): Promise<number> {
  const deadline = performance.now() + freedLimitMs;
  while (stub.slowStreams().open > count && performance.now() < deadline) await sleep(pollMs);
  const { open, sinceNanoseconds } = stub.slowStreams();
  return open > count ? freedLimitMs : Math.max(0, (sinceNanoseconds - leftAt) / 1e6);
}

async function holdAndLeave(running: RunningContestant, context: LoadContext): Promise<LoadResult> {
  const { stub, sizes } = context;
  const count = sizes.openStreams;
  const failures = await warmUp(running, "stream100", warmLoad);
  const idleMemory = residentBytes(running.pid) / megabyte;
  const streams = await openSlowStreams(running.port, callRequest(running, "slowStream"), count);
  const openMemory = await highestMemory(running.pid, sizes.holdSeconds);
  const lost = count - streams.live();
  const oneLeftAt = Number(process.hrtime.bigint());
  streams.leaveOne();
  const freedOneMs = await untilFreed(stub, count - 1, oneLeftAt);
  streams.leave();
  const freedAllMs = await untilFreed(stub, 0, Number(process.hrtime.bigint()));
  return {
    figures: { idleMemory, openMemory, freedOneMs, freedAllMs },
    failures: lost === 0 ? failures : [...failures, `${lost} slow streams ended before their clients left`],
  };
}

async function hold(context: LoadContext): Promise<LoadResult> {
  const running = await context.startFresh();
  try {
    return await holdAndLeave(running, context);
  } finally {
    await running.stop();
    await untilFreed(context.stub, 0, 0);
  }
}

/** A process of its own that has served a few calls holds many slow streams; one client leaves, then all others. */
export const openStreams: Load = { name: "open-streams", needsDirect: false, endsProcesses: true, run: hold };
