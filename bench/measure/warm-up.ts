import type { RunningContestant } from "../contestants/contestant.ts";
import { callRequest } from "../load/call-request.ts";
import { HttpConnection } from "../load/http-connection.ts";
import { learnAnswer } from "../load/learn-answer.ts";
import { runClosedLoop } from "../load/run-closed-loop.ts";
import { Tally } from "../load/tally.ts";
import type { ScriptName } from "../stub/scripts.ts";

/**
 * Lets a contestant answer for a while, so that its code is compiled before somebody looks at its cost. Returns what
 * went wrong.
 */
export async function warmUp(
  running: RunningContestant,
  script: ScriptName,
  load: { readonly connections: number; readonly seconds: number },
): Promise<readonly string[]> {
  const tally = new Tally(await learnAnswer(running, script));
  const connections = Array.from({ length: load.connections }, () => new HttpConnection(running.port));
  const request = callRequest(running, script);
  await runClosedLoop({ connections, request, tally, seconds: load.seconds });
  for (const connection of connections) connection.destroy();
  await running.settled();
  return tally.failures;
}
