import { toHoldfastError } from "../errors.ts";
import { andThen } from "../lib/and-then.ts";
import type { Answer, IncomingRequest } from "../ports/http-message.ts";
import { address, presumedDialect } from "./address.ts";
import { admit } from "./admit.ts";
import { authenticate } from "./authenticate.ts";
import type { AddressedCall, Caller, ReceivedCall, ScreenedCall, WrittenCall } from "./call.ts";
import { dispatch } from "./dispatch.ts";
import type { CallingGateway, Gateway } from "./gateway.ts";
import { receive } from "./receive.ts";
import { refuse } from "./refuse.ts";
import { resolvePrompt } from "./routing/resolve-prompt.ts";
import { respond } from "./respond.ts";
import { screenInput } from "./guarding/request/screen-input.ts";
import { Settlement } from "./settling/settlement.ts";
import { writeRequest } from "./write-request.ts";

/**
 * The life of one call, from its head to an answer that an edge can write. Never rejects: every failure is an answer in
 * the caller's dialect. Each identified call is settled exactly once, whatever happens here or while its body streams.
 * `known`: whose call it is, for calls that this process makes itself; edges leave it out, and the request has to say.
 */
export async function handleCall(request: IncomingRequest, gateway: CallingGateway, known?: Caller): Promise<Answer> {
  let addressed: AddressedCall | undefined;
  let settlement: Settlement | undefined;
  try {
    addressed = address(request, gateway);
    settlement = new Settlement(addressed, gateway);
    const authenticated = authenticate(addressed, gateway, known);
    const identified = authenticated instanceof Promise ? await authenticated : authenticated;
    settlement.reached(identified);
    const received = await receive(identified, settlement);
    settlement.reached(received);
    const preparing = prepare(received, settlement, gateway);
    const written = preparing instanceof Promise ? await preparing : preparing;
    const answered = await dispatch(written, settlement);
    return await respond(answered, settlement, gateway);
  } catch (thrown) {
    return await fail(thrown, { request, addressed, settlement }, gateway);
  }
}

interface Reached {
  readonly request: IncomingRequest;
  readonly addressed: AddressedCall | undefined;
  readonly settlement: Settlement | undefined;
}

async function fail(thrown: unknown, { request, addressed, settlement }: Reached, gateway: Gateway): Promise<Answer> {
  const error = toHoldfastError(thrown);
  if (error.code === "internal-error") gateway.log.error("call-broke", { call: addressed?.id, error });
  const committed = settlement?.fail(error);
  if (committed !== undefined) await committed;
  if (settlement === undefined) gateway.counters.refusedUnstored(error.code);
  return refuse(error, addressed?.dialect ?? presumedDialect(request.headers), addressed?.id ?? "");
}

/** From what was received to what is sent: who answers, with which prompt, and what the guards leave of it. */
function prepare(
  received: ReceivedCall,
  settlement: Settlement,
  gateway: CallingGateway,
): WrittenCall | Promise<WrittenCall> {
  return andThen(admit(received, gateway), (admitted) => {
    settlement.reached(admitted);
    return andThen(resolvePrompt(admitted, gateway), (prepared) => {
      settlement.reached(prepared);
      const screened = screenInput(prepared, settlement, gateway);
      // Most calls wait for nobody here, and need no closure for what comes then.
      if (screened instanceof Promise) return screened.then((call) => write(call, settlement));
      return write(screened, settlement);
    });
  });
}

function write(screened: ScreenedCall, settlement: Settlement): WrittenCall {
  const written = writeRequest(screened);
  settlement.reached(written);
  return written;
}
