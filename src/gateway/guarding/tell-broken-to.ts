import type { Screened } from "./call-guards.ts";
import type { Gateway } from "../gateway.ts";

/** A guard that breaks is somebody's to mend, on either side of a call and whatever its policy makes of it. */
export function tellBrokenTo(
  { log, counters }: Pick<Gateway, "log" | "counters">,
  call: string,
): Screened["tellBroken"] {
  return ({ detector, reason, cause }) => {
    counters.guardBroke(detector);
    log.error("guard-broke", { call, detector, reason, error: cause });
  };
}
