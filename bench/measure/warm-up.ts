import type { RunningContestant } from "../contestants/contestant.ts";
import { callRequest } from "../load/call-request.ts";
import { HttpConnection } from "../load/http-connection.ts";
import { learnAnswer } from "../load/learn-answer.ts";
import { runClosedLoop } from "../load/run-closed-loop.ts";
import { Tally } from "../load/tally.ts";
import type { ScriptName } from "../stub/scripts.ts";

/** Nobody is warmed up for longer, however few calls it has answered. */
const maxSeconds = 40;

export interface WarmLoad {
  readonly connections: number;
  readonly seconds: number;
  /** It goes on, for `seconds` again and again, until so many calls were answered. */
  readonly calls: number;
}

/**
 * Lets a contestant answer for a while, so that its code is compiled before somebody looks at its cost. Returns what
 * went wrong.
 */
export async function warmUp(
  running: RunningContestant,
  script: ScriptName,
  load: WarmLoad,
): Promise<readonly string[]> {
  const tally = new Tally(await learnAnswer(running, script));
  const connections = Array.from({ length: load.connections }, () => new HttpConnection(running.port));
  const request = callRequest(running, script);
  const until = performance.now() + maxSeconds * 1000;
  do {
    await runClosedLoop({ connections, request, tally, seconds: load.seconds });
  } while (tally.calls < load.calls && tally.failures.length === 0 && performance.now() < until);
  for (const connection of connections) connection.destroy();
  await running.settled();
  return tally.failures;
}
