import type { CallBodies } from "../../ledger/call-record.ts";
import { redactBodies } from "../../ledger/redact-bodies.ts";
import type { Vault } from "../../guards/redact/vault.ts";
import type { Capture } from "./capture.ts";
import type { AnyCall } from "./settlement.ts";

/** What the ledger keeps of a call's bodies: redacted here, before any disk sees them, and cut to the policy's bound. */
export function captureBodies(call: AnyCall, capture: Capture): CallBodies {
  const { policy, responseCut } = capture;
  const response = withoutOriginals(capture.response, call.guards?.vault);
  const sent = call.body?.kind === "json" ? call.body.json : undefined;
  const request = (call.kept ?? sent)?.bytes;
  return redactBodies({ request, response, responseCut }, policy.redactor, policy.maxBytes);
}

/** What guards took out of the request was put back into the answer for its caller, and for nobody else. */
function withoutOriginals(response: Uint8Array | undefined, vault: Vault | undefined): Uint8Array | undefined {
  if (response === undefined || vault === undefined || vault.size === 0) return response;
  return new TextEncoder().encode(vault.hide(new TextDecoder().decode(response)));
}
