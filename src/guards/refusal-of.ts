import { HoldfastError } from "../errors.ts";
import type { Verdict } from "./policy.ts";

/** The most detectors that a refusal names. */
const maxNamed = 5;
const maxPointer = 200;

/** The error that a verdict comes to on its side of the call; undefined when the call may go on. */
export function refusalOf(verdict: Verdict, side: "request" | "answer"): HoldfastError | undefined {
  if (verdict.kind !== "block" || verdict.shadow) return undefined;
  const blocking = verdict.findings.filter(({ action }) => action === "block").map(describe);
  if (blocking.length === 0) return brokenGuard(verdict);
  const named = [...new Set(blocking)].slice(0, maxNamed).join(", ");
  return new HoldfastError(side === "request" ? "guard-blocked" : "output-blocked", { message: `Found: ${named}.` });
}

/** Says where, too: the pointer is into the caller's own body. */
function describe({ detector, pointer }: Verdict["findings"][number]): string {
  return pointer === "" ? detector : `${detector} in ${pointer.slice(0, maxPointer)}`;
}

function brokenGuard({ broken }: Verdict): HoldfastError {
  const causes = broken.map(({ cause }) => cause).filter((cause) => cause !== undefined);
  return new HoldfastError("guard-broke", {
    internal: { broken: broken.map(({ detector, reason }) => `${detector}: ${reason}`) },
    cause: causes.length > 1 ? new AggregateError(causes) : causes[0],
  });
}
