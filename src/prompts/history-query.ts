import { z } from "zod";

const maxPageSize = 1_000;

/** A page of a numbered history: a prompt's versions, a route's releases. */
export const historyQuerySchema = z.strictObject({
  limit: z.coerce
    .number({ error: `must be a whole number from 1 to ${maxPageSize}` })
    .int()
    .min(1)
    .max(maxPageSize)
    .default(50)
    .describe("Most entries on the page."),
  before: z.coerce.number().int().min(1).optional().describe("`next` of the page before."),
});

export type HistoryQuery = Readonly<z.output<typeof historyQuerySchema>>;
