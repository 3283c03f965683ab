import { HoldfastError } from "../../errors.ts";
import type { AnsweredCall } from "../dispatch.ts";
import { isGuarded } from "./answer/guard-plain-answer.ts";
import { blocked, mayPassUnscreened, remedy } from "./pass-through.ts";
import type { Settlement } from "../settling/settlement.ts";

/**
 * The call with an answer that guards cannot read (bytes, or a stream in nobody's dialect), where its policy lets that
 * through, or none holds. Throws `output-blocked` where it does not.
 */
export function letUnscreened(call: AnsweredCall, type: string, settlement: Settlement): AnsweredCall {
  if (!isGuarded(call)) return call;
  const { named } = call.guards;
  if (mayPassUnscreened(named)) {
    const unguarded = { ...call, guards: undefined };
    settlement.reached(unguarded);
    return unguarded;
  }
  const refusal = new HoldfastError("output-blocked", {
    message: `The policy "${named.name}" holds here, and answers of the type ${shown(type)} cannot be screened; ${remedy(named)}`,
  });
  call.guards.found(blocked);
  call.answer.body.cancel(refusal);
  throw refusal;
}

/** The provider's words: only what a media type is made of (RFC 9110, section 8.3.1). */
function shown(type: string): string {
  return /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/.exec(type)?.[0] ?? "that they have";
}
