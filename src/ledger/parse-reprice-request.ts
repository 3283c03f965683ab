import { z } from "zod";
import { callQuerySchema, parseCallFilter } from "./parse-call-filter.ts";
import type { RepriceRequest } from "./reprice-calls.ts";

export const repriceWishSchema = callQuerySchema
  .extend({
    which: z
      .enum(["unknown", "all"])
      .default("unknown")
      .describe("`unknown`: calls without a price. `all`: also those whose price would change."),
    dry_run: z.boolean().default(false).describe("true: counts what would change and writes nothing."),
  })
  .meta({ id: "RepriceWish" });

export type RepriceWish = Readonly<z.output<typeof repriceWishSchema>>;

/** What `repriceCalls` is to do. Refuses with `request-invalid`. */
export function parseRepriceRequest(wish: RepriceWish, nowMs: number): RepriceRequest {
  const { which, dry_run: dryRun, ...query } = wish;
  return { filter: parseCallFilter(query, nowMs), which, dryRun };
}
