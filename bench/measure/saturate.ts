import { callRequest } from "../load/call-request.ts";
import { HttpConnection } from "../load/http-connection.ts";
import { learnAnswer } from "../load/learn-answer.ts";
import { runClosedLoop } from "../load/run-closed-loop.ts";
import { Tally } from "../load/tally.ts";
import { cpuSeconds } from "../machine/process-tree.ts";
import type { Load, LoadContext, LoadResult } from "./load.ts";

type Saturation = "plain1k" | "plain32k";

async function saturate(context: LoadContext, script: Saturation): Promise<LoadResult> {
  const { running, sizes } = context;
  const expectedBytes = await learnAnswer(running, script);
  const request = callRequest(running, script);
  const connections = Array.from({ length: sizes.saturatedConnections }, () => new HttpConnection(running.port));
  try {
    const warm = new Tally(expectedBytes);
    await runClosedLoop({ connections, request, tally: warm, seconds: sizes.warmSeconds });
    if (warm.failures.length > 0) return { figures: {}, failures: warm.failures };
    await running.settled();
    const tally = new Tally(expectedBytes);
    const before = cpuSeconds(running.pid);
    const { seconds } = await runClosedLoop({ connections, request, tally, seconds: sizes.saturatedSeconds });
    const whileRunning = cpuSeconds(running.pid) - before;
    await running.settled();
    const cpu = cpuSeconds(running.pid) - before;
    const values = [(cpu / tally.calls) * 1e6, tally.calls / seconds, whileRunning / seconds] as const;
    const [cpuMicros, rate, busy] = values;
    return {
      figures:
        script === "plain1k"
          ? { plain1kCpu: cpuMicros, plain1kRate: rate, plain1kBusy: busy }
          : { plain32kCpu: cpuMicros, plain32kRate: rate, plain32kBusy: busy },
      failures: tally.failures,
    };
  } finally {
    for (const connection of connections) connection.destroy();
  }
}

/** Calls of 1 KB or 32 KB, both ways, as fast as the contestant answers them. */
export function saturation(script: Saturation): Load {
  return {
    name: `${script}-saturated`,
    needsDirect: false,
    endsProcesses: false,
    run: (context) => saturate(context, script),
  };
}
