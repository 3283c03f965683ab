import { poissonArrivals } from "../load/arrivals.ts";
import { callRequest } from "../load/call-request.ts";
import { learnAnswer } from "../load/learn-answer.ts";
import { runOpenLoop, type OpenLoopTimes } from "../load/run-open-loop.ts";
import { Tally } from "../load/tally.ts";
import { cpuSeconds } from "../machine/process-tree.ts";
import type { ScriptName } from "../stub/scripts.ts";
import { percentile } from "./figures.ts";
import type { Load, LoadContext, LoadResult } from "./load.ts";

/** Part of the run's length that comes before it, uncounted, so that a contestant is not measured while it wakes up. */
const warmShare = 0.2;
const warmConnections = 8;

interface RateReading extends OpenLoopTimes {
  readonly cpuMicros: number;
  readonly calls: number;
  readonly failures: readonly string[];
}

interface Rate {
  readonly script: ScriptName;
  readonly perSecond: number;
  readonly seconds: number;
}

async function offer(context: LoadContext, rate: Rate): Promise<RateReading> {
  const { running } = context;
  const expectedBytes = await learnAnswer(running, rate.script);
  const request = callRequest(running, rate.script);
  const loop = { port: running.port, request, warmConnections };
  const warm = new Tally(expectedBytes);
  const warmArrivals = poissonArrivals(rate.perSecond, rate.seconds * warmShare, context.seed + 1);
  await runOpenLoop({ ...loop, tally: warm, arrivals: warmArrivals });
  await running.settled();
  const tally = new Tally(expectedBytes);
  const arrivals = poissonArrivals(rate.perSecond, rate.seconds, context.seed);
  const before = cpuSeconds(running.pid);
  const times = await runOpenLoop({ ...loop, tally, arrivals });
  await running.settled();
  const cpuMicros = ((cpuSeconds(running.pid) - before) / tally.calls) * 1e6;
  return { ...times, cpuMicros, calls: tally.calls, failures: [...warm.failures, ...tally.failures] };
}

async function runPlain(context: LoadContext): Promise<LoadResult> {
  const { fixedRatePerSecond, fixedSeconds } = context.sizes;
  const reading = await offer(context, { script: "plain1k", perSecond: fixedRatePerSecond, seconds: fixedSeconds });
  const latency = { fixedP50: percentile(reading.ended, 0.5), fixedP99: percentile(reading.ended, 0.99) };
  const figures = context.isDirect ? latency : { ...latency, fixedCpu: reading.cpuMicros };
  return { figures, failures: reading.failures };
}

async function runStreams(context: LoadContext): Promise<LoadResult> {
  const { streamsPerSecond: perSecond, streamSeconds: seconds } = context.sizes;
  const hundred = await offer(context, { script: "stream100", perSecond, seconds });
  const firstByte = {
    firstByteP50: percentile(hundred.firstByte, 0.5),
    firstByteP99: percentile(hundred.firstByte, 0.99),
    streamReads: hundred.reads / hundred.calls,
  };
  if (context.isDirect) return { figures: firstByte, failures: hundred.failures };
  const one = await offer(context, { script: "stream1", perSecond, seconds });
  return {
    figures: {
      ...firstByte,
      stream100Cpu: hundred.cpuMicros,
      stream1Cpu: one.cpuMicros,
      chunkCpu: (hundred.cpuMicros - one.cpuMicros) / 99,
    },
    failures: [...hundred.failures, ...one.failures],
  };
}

/** Plain 1 KB calls that arrive at a fixed rate, however long the answers take. */
export const plainAtFixedRate: Load = {
  name: "plain1k-fixed-rate",
  needsDirect: true,
  endsProcesses: false,
  run: runPlain,
};

/**
 * Streams that arrive at a fixed rate, with 100 chunks and with one. The difference is the cost of 99 chunks. The rate
 * is low enough that chunks do not pile up: a busy proxy reads several at once and looks cheap a chunk.
 */
export const streamsAtFixedRate: Load = {
  name: "streams-fixed-rate",
  needsDirect: true,
  endsProcesses: false,
  run: runStreams,
};
