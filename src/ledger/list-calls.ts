import { z } from "zod";
import type { Clock } from "../ports/clock.ts";
import type { CallStore } from "../ports/store.ts";
import { decodeCursor, encodeCursor } from "./call-cursor.ts";
import type { CallPageView } from "./call-view.ts";
import { viewCall } from "./call-view.ts";
import { callQuerySchema, parseCallFilter } from "./parse-call-filter.ts";

export const maxPageSize = 1_000;

export const callListSchema = callQuerySchema.extend({
  limit: z.coerce
    .number({ error: `must be a whole number from 1 to ${maxPageSize}` })
    .int()
    .min(1)
    .max(maxPageSize)
    .default(50)
    .describe("Most calls on the page."),
  after: z.string().optional().describe("`next` of the page before."),
});

export type CallListQuery = Readonly<z.output<typeof callListSchema>>;

export interface ListingParts {
  readonly calls: Pick<CallStore, "list">;
  readonly clock: Pick<Clock, "now">;
}

/** One page of the ledger, newest first. Refuses with `request-invalid`. */
export async function listCalls(query: CallListQuery, parts: ListingParts): Promise<CallPageView> {
  const { limit, after, ...wanted } = query;
  const filter = parseCallFilter(wanted, parts.clock.now());
  const cursor = after === undefined ? undefined : decodeCursor("list", after);
  const page = await parts.calls.list(filter, limit, cursor);
  return {
    calls: page.calls.map(viewCall),
    next: page.next === undefined ? null : encodeCursor("list", page.next),
  };
}
