import { bareProxy } from "./bare-proxy.ts";
import type { Contestant } from "./contestant.ts";
import { holdfast, holdfastEmbedded, holdfastNoLedger } from "./holdfast.ts";
import { portkey } from "./portkey.ts";

/** Everyone who can take part, in the order of the report. */
export const allContestants: readonly Contestant[] = [
  bareProxy("floor", "floor.ts", "a bare node:http + undici dispatch proxy, no parsing"),
  bareProxy("hono-floor", "hono-floor.ts", "the same under Hono's router, writing to the outgoing response"),
  holdfast,
  holdfastNoLedger,
  holdfastEmbedded,
  portkey,
];
