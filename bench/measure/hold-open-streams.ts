import { setTimeout as sleep } from "node:timers/promises";
import type { RunningContestant } from "../contestants/contestant.ts";
import { callRequest } from "../load/call-request.ts";
import { HttpConnection } from "../load/http-connection.ts";
import { learnAnswer } from "../load/learn-answer.ts";
import { openSlowStreams } from "../load/open-slow-streams.ts";
import { runClosedLoop } from "../load/run-closed-loop.ts";
import { Tally } from "../load/tally.ts";
import { residentBytes } from "../machine/process-tree.ts";
import type { Stub } from "../stub/start-stub.ts";
import type { Load, LoadContext, LoadResult } from "./load.ts";

const warmConnections = 8;
const warmSeconds = 0.5;
const sampleMs = 200;
const pollMs = 5;
/** Whoever has not let go by then is reported with this number. */
export const freedLimitMs = 5000;
const megabyte = 1024 * 1024;

async function warm(running: RunningContestant): Promise<readonly string[]> {
  const tally = new Tally(await learnAnswer(running, "stream100"));
  const connections = Array.from({ length: warmConnections }, () => new HttpConnection(running.port));
  const request = callRequest(running, "stream100");
  await runClosedLoop({ connections, request, tally, seconds: warmSeconds });
  for (const connection of connections) connection.destroy();
  return tally.failures;
}

async function highestMemory(pid: number, seconds: number): Promise<number> {
  let highest = 0;
  const until = performance.now() + seconds * 1000;
  do {
    await sleep(sampleMs);
    highest = Math.max(highest, residentBytes(pid));
  } while (performance.now() < until);
  return highest / megabyte;
}

/** Milliseconds from `leftAt` (`process.hrtime`, nanoseconds) until the stub saw the last of its streams go. */
async function untilFreed(stub: Stub, leftAt: number): Promise<number> {
  const deadline = performance.now() + freedLimitMs;
  while (stub.slowStreams().open > 0 && performance.now() < deadline) await sleep(pollMs);
  const { open, sinceNanoseconds } = stub.slowStreams();
  return open > 0 ? freedLimitMs : Math.max(0, (sinceNanoseconds - leftAt) / 1e6);
}

async function hold(context: LoadContext): Promise<LoadResult> {
  const { stub, sizes } = context;
  const running = await context.startFresh();
  try {
    const failures = await warm(running);
    await running.settled();
    const idleMemory = residentBytes(running.pid) / megabyte;
    const streams = await openSlowStreams(running.port, callRequest(running, "slowStream"), sizes.openStreams);
    const openMemory = await highestMemory(running.pid, sizes.holdSeconds);
    const lost = sizes.openStreams - streams.live();
    streams.leave();
    const leftAt = Number(process.hrtime.bigint());
    const freedMs = await untilFreed(stub, leftAt);
    return {
      figures: { idleMemory, openMemory, freedMs },
      failures: lost === 0 ? failures : [...failures, `${lost} slow streams ended before their clients left`],
    };
  } finally {
    await running.stop();
  }
}

/** A process of its own that has served a few calls holds many slow streams; then all clients leave at once. */
export const openStreams: Load = { name: "open-streams", needsDirect: false, run: hold };
