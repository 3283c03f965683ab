import { and, desc, sql } from "#drizzle";
import type { CallFilter, GuardCounts } from "../../ports/store.ts";
import { callConditions, timeConditions } from "./call-conditions.ts";
import type { Session } from "./database.ts";
import { calls } from "./schema.ts";

/** Far more than the releases that are served in a day, times what is counted of each. */
const maxRows = 10_000;
const counted = sql<number>`count(*)::int`;

interface Group {
  calls: number;
  readonly verdicts: Map<string, number>;
  readonly detectors: Map<string, number>;
}

/** What guards made of the calls of each route and release. Throws `request-invalid` for a filter it cannot read. */
export async function countFindings({ query }: Session, filter: CallFilter): Promise<readonly GuardCounts[]> {
  const { route, release, guard_verdict: verdict, findings, id } = calls;
  const where = and(...callConditions(filter), timeConditions(filter));
  const verdicts = await query
    .select({ route, release, verdict, count: counted })
    .from(calls)
    .where(where)
    .groupBy(route, release, verdict)
    .orderBy(desc(counted))
    .limit(maxRows);
  const detector = sql<string>`jsonb_array_elements(${findings}) ->> 'detector'`.as("detector");
  // A detector that sees something twice in a call has seen something in one call.
  const seen = query.selectDistinct({ id, route, release, detector }).from(calls).where(where).as("seen");
  const detectors = await query
    .select({ route: seen.route, release: seen.release, detector: seen.detector, count: counted })
    .from(seen)
    .groupBy(seen.route, seen.release, seen.detector)
    .orderBy(desc(counted))
    .limit(maxRows);
  return group(verdicts, detectors);
}

interface Counted {
  readonly route: string | null;
  readonly release: string | null;
  readonly count: number;
}

function group(
  verdicts: readonly (Counted & { readonly verdict: string | null })[],
  detectors: readonly (Counted & { readonly detector: string })[],
): readonly GuardCounts[] {
  const groups = new Map<string, Group & Omit<Counted, "count">>();
  const of = ({ route, release }: Counted): Group => {
    const name = JSON.stringify([route, release]);
    const known = groups.get(name) ?? { route, release, calls: 0, verdicts: new Map(), detectors: new Map() };
    groups.set(name, known);
    return known;
  };
  for (const row of verdicts) {
    const one = of(row);
    one.calls += row.count;
    if (row.verdict !== null) one.verdicts.set(row.verdict, row.count);
  }
  for (const row of detectors) of(row).detectors.set(row.detector, row.count);
  return Array.from(groups.values(), ({ route, release, calls: count, ...maps }) => ({
    route: route ?? undefined,
    release: release ?? undefined,
    calls: count,
    verdicts: Object.fromEntries(maps.verdicts),
    detectors: Object.fromEntries(maps.detectors),
  }));
}
