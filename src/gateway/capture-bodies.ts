import type { CallBodies } from "../ledger/call-record.ts";
import { redactBodies } from "../ledger/redact-bodies.ts";
import type { Capture } from "./capture.ts";
import type { AnyCall } from "./settlement.ts";

/** What the ledger keeps of a call's bodies: redacted here, before any disk sees them, and cut to the policy's bound. */
export function captureBodies(call: AnyCall, capture: Capture): CallBodies {
  const { policy, response, responseCut } = capture;
  const sent = call.body?.kind === "json" ? call.body.json : undefined;
  const request = (call.kept ?? sent)?.bytes;
  return redactBodies({ request, response, responseCut }, policy.redactor, policy.maxBytes);
}
