import type { ScreenedCall, WrittenCall } from "./call.ts";

const nothing = { edits: [], losses: [] } as const;

/** Works out how the prompt, the route's parameters and the guards' notices stand in the caller's body. */
export function writeRequest(call: ScreenedCall): WrittenCall {
  if (call.writing === undefined || call.body.kind !== "json") return { ...call, ...nothing };
  // A request that only counts tokens takes no parameters of sampling.
  const writing = call.endpoint.usesTokens ? call.writing : { ...call.writing, parameters: {} };
  return { ...call, ...call.dialect.applyPrompt(call.body.json, writing) };
}
