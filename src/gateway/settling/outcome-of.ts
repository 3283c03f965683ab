import type { HoldfastError } from "../../errors.ts";
import type { Outcome } from "../../ledger/call-record.ts";

/** How a call ended that an error ended. */
export function outcomeOf(error: HoldfastError): Outcome {
  switch (error.code) {
    case "client-closed":
      return "client-closed";
    case "upstream-timeout":
    case "call-timeout":
      return "timed-out";
    case "upstream-unreachable":
    case "upstream-broke":
    case "internal-error":
      return "broke";
    default:
      return "refused";
  }
}
