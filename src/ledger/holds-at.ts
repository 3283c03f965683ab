import type { PriceTime } from "../ports/price-table.ts";

const dayMs = 86_400_000;

/** True when a price holds at an instant, in milliseconds since 1970. */
export function holdsAt(time: PriceTime, atMs: number): boolean {
  if (time.kind === "always") return true;
  if (time.kind === "from") return atMs >= time.atMs;
  const ofDay = ((atMs % dayMs) + dayMs) % dayMs;
  // An end before the start runs over midnight.
  return time.endMs < time.startMs
    ? ofDay >= time.startMs || ofDay < time.endMs
    : ofDay >= time.startMs && ofDay < time.endMs;
}
