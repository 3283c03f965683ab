import type { Log } from "../ports/log.ts";
import type { Screened } from "./call-guards.ts";

/** A guard that breaks is somebody's to mend, on either side of a call and whatever its policy makes of it. */
export function tellBrokenTo(log: Log, call: string): Screened["tellBroken"] {
  return ({ detector, reason, cause }) => log.error("guard-broke", { call, detector, reason, error: cause });
}
