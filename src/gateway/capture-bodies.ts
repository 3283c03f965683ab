import type { CallBodies } from "../ledger/call-record.ts";
import { redactBody } from "../ledger/redact-body.ts";
import type { Capture } from "./capture.ts";
import type { AnyCall } from "./settlement.ts";

/** What the ledger keeps of a call's bodies: redacted here, before any disk sees them, and cut to the policy's bound. */
export function captureBodies(call: AnyCall, capture: Capture): CallBodies {
  const { maxBytes, redact } = capture.policy;
  const request = call.body?.kind === "json" ? redactBody(call.body.json.bytes, { maxBytes, fields: redact }) : undefined;
  const { bytes, truncated } = capture.response;
  const response = bytes.byteLength === 0 ? undefined : redactBody(bytes, { maxBytes, fields: redact });
  return {
    ...(request === undefined
      ? {}
      : { request: request.text, request_encoding: request.encoding, request_truncated: request.truncated }),
    ...(response === undefined
      ? {}
      : {
          response: response.text,
          response_encoding: response.encoding,
          response_truncated: response.truncated || truncated,
        }),
  };
}
