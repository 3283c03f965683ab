import { z } from "zod";
import { isoTime } from "../lib/iso-time.ts";
import type { Clock } from "../ports/clock.ts";
import type { CallStore } from "../ports/store.ts";
import { callQuerySchema, parseCallFilter } from "./parse-call-filter.ts";

const dayMs = 86_400_000;
const counts = z.record(z.string(), z.int());

export const guardCountsSchema = z
  .object({
    since: z.string().describe("ISO 8601, UTC: calls from this moment on were counted."),
    releases: z.array(
      z.object({
        route: z.string().nullable().describe("Null: calls of no route."),
        release: z.string().nullable().describe("Such as `support@7`; null: served as the configuration says."),
        calls: z.int().describe("All of them, screened or not."),
        verdicts: counts.describe("Calls by `guard_verdict`. What is missing to `calls` no guard looked at."),
        detectors: counts.describe("Calls in which a detector found something, whatever the policy made of it."),
      }),
    ),
  })
  .meta({ id: "GuardCounts" });

export type GuardCountsView = Readonly<z.output<typeof guardCountsSchema>>;

export const guardCountsQuerySchema = callQuerySchema;

/** How often guards said what, by release, most calls first; of the last day where no `since` is given. */
export async function countFindings(
  query: z.output<typeof guardCountsQuerySchema>,
  parts: { readonly calls: Pick<CallStore, "countFindings">; readonly clock: Pick<Clock, "now"> },
): Promise<GuardCountsView> {
  const nowMs = parts.clock.now();
  const asked = parseCallFilter(query, nowMs);
  const since = asked.since ?? isoTime(nowMs - dayMs);
  const counted = await parts.calls.countFindings({ ...asked, since });
  const releases = counted.map(({ route, release, calls, verdicts, detectors }) => ({
    route: route ?? null,
    release: release ?? null,
    calls,
    verdicts: { ...verdicts },
    detectors: { ...detectors },
  }));
  return { since, releases };
}
