import { isDataPlane } from "../gateway/address.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { handleCall } from "../gateway/handle-call.ts";
import { runCall } from "../gateway/run-call.ts";
import type { OwnCall, RanCall } from "../gateway/run-call.ts";
import type { Answer, IncomingRequest } from "../ports/http-message.ts";

/** What every runtime's edge is built on. */
export interface Assembled {
  readonly isDataPlane: (path: string) => boolean;
  readonly handle: (request: IncomingRequest) => Promise<Answer>;
  /** A call of this process's own. It says itself whose it is, so no edge may pass on to it what a request says. */
  readonly run: (call: OwnCall) => Promise<RanCall>;
}

/** Binds the life of a call to its parts. */
export function assemble(gateway: Gateway): Assembled {
  return {
    isDataPlane,
    handle: (request) => handleCall(request, gateway),
    run: (call) => runCall(call, gateway),
  };
}
