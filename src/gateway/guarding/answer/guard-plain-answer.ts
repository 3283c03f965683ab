import { toHoldfastError } from "../../../errors.ts";
import { refusalOf } from "../../../guards/refusal-of.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ByteSource } from "../../../ports/http-message.ts";
import { AnswerScreen } from "./answer-screen.ts";
import type { Answering } from "../../answering.ts";
import type { CallGuards } from "../call-guards.ts";
import type { AnsweredCall } from "../../dispatch.ts";
import { readingOf } from "../../reading-of.ts";
import { screenPlainAnswer } from "./screen-plain-answer.ts";

export type GuardedCall = AnsweredCall & { readonly guards: CallGuards };

/** Whether guards look at this answer: a provider's own error says nothing that a model said. */
export function isGuarded(call: AnsweredCall): call is GuardedCall {
  return call.guards !== undefined && call.answer.status < 300;
}

/**
 * The answer as its guards let it through. One that they keep from the caller was paid for, so that its row says what it
 * cost. Rejects with `output-blocked` or `guard-broke`.
 */
export async function guardPlainAnswer(
  call: GuardedCall,
  bytes: Uint8Array,
  { settlement, gateway }: Answering,
): Promise<Uint8Array> {
  try {
    return screenPlainAnswer(call, bytes, gateway.clock);
  } catch (thrown) {
    const error = toHoldfastError(thrown);
    const { status } = error.traits;
    await settlement.close({ outcome: "refused", status, error, reading: readingOf(call, bytes), responseBytes: 0 });
    throw error;
  }
}

/** An answer too long to be held in memory cannot be screened. Throws `guard-broke` where the policy says so. */
export function refuseUnread({ guards }: GuardedCall, rest: ByteSource, clock: Pick<Clock, "monotonic">): void {
  const verdict = new AnswerScreen(guards, clock).unread();
  guards.found(verdict);
  const refusal = guards.enforces ? refusalOf(verdict, "answer", guards.named.name) : undefined;
  if (refusal === undefined) return;
  rest.cancel(refusal);
  throw refusal;
}
