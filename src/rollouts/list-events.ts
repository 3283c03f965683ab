import { z } from "zod";
import { isoTime } from "../lib/iso-time.ts";
import type { RegistryStore } from "../ports/registry-store.ts";
import { withoutUndefined } from "../lib/without-undefined.ts";

const maxPageSize = 1_000;
const maxTextLength = 256;
const word = z.string().min(1).max(maxTextLength).optional();

export const eventQuerySchema = z.strictObject({
  subject: word.describe("Route or prompt that was changed."),
  actor: word.describe("Who changed it."),
  action: word.describe("What was done, such as `route.rollback`."),
  limit: z.coerce
    .number({ error: `must be a whole number from 1 to ${maxPageSize}` })
    .int()
    .min(1)
    .max(maxPageSize)
    .default(50)
    .describe("Most events on the page."),
  before: word.describe("`next` of the page before."),
});

export type EventQuery = Readonly<z.output<typeof eventQuerySchema>>;

export const eventViewSchema = z
  .object({
    id: z.string(),
    at: z.string().describe("ISO 8601, UTC."),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "AuditEvent" });

export type EventView = z.output<typeof eventViewSchema>;

export const eventPageSchema = z
  .object({
    events: z.array(eventViewSchema).describe("Newest first."),
    next: z.string().nullable().describe("Send it as `before` to get the next, older page; null: this was the last."),
  })
  .meta({ id: "AuditPage" });

export type EventPageView = z.output<typeof eventPageSchema>;

/** Who changed what and when, newest first. */
export async function listEvents(query: EventQuery, registry: Pick<RegistryStore, "events">): Promise<EventPageView> {
  const { limit, before, ...filter } = query;
  const events = await registry.events(withoutUndefined(filter), limit, before);
  return {
    events: events.map(({ atMs, details, ...event }) => ({ ...event, at: isoTime(atMs), details: { ...details } })),
    next: events.length < limit ? null : (events.at(-1)?.id ?? null),
  };
}
