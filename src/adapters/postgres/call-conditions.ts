import { and, eq, gte, like, lt, or, sql } from "#drizzle";
import type { SQL } from "#drizzle";
import { HoldfastError } from "../../errors.ts";
import type { CallFilter } from "../../ports/store.ts";
import { calls } from "./schema.ts";

const exactStatus = /^[1-5]\d\d$/;
const statusClass = /^([1-5])xx$/;

/** Years of four digits: the others are written with a sign, which Postgres does not read. */
const firstInstantMs = Date.parse("0001-01-01T00:00:00Z");
const lastInstantMs = Date.parse("9999-12-31T23:59:59Z");

/** Columns that a filter's field must equal. */
const equalColumns = {
  project: calls.project,
  route: calls.route,
  provider: calls.provider,
  outcome: calls.outcome,
  errorCode: calls.error_code,
  endUser: calls.end_user,
  session: calls.session,
  release: calls.release,
  prompt: calls.prompt,
} as const satisfies Partial<Record<keyof CallFilter, unknown>>;

/** What a filter asks of a row, its times left out: `timeConditions` has those. Throws `request-invalid`. */
export function callConditions(filter: CallFilter): readonly SQL[] {
  const conditions: (SQL | undefined)[] = Object.entries(equalColumns).map(([field, column]) => {
    const wanted = filter[asEqualField(field)];
    return wanted === undefined ? undefined : eq(column, wanted);
  });
  conditions.push(
    filter.model === undefined ? undefined : modelCondition(filter.model),
    filter.status === undefined ? undefined : statusCondition(filter.status),
    filter.tags === undefined || Object.keys(filter.tags).length === 0
      ? undefined
      : sql`${calls.tags} @> ${JSON.stringify(filter.tags)}::text::jsonb`,
    filter.minCostNanodollars === undefined ? undefined : gte(calls.cost_nanodollars, filter.minCostNanodollars),
    filter.minLatencyMs === undefined ? undefined : gte(calls.latency_ms, filter.minLatencyMs),
  );
  return conditions.filter((condition) => condition !== undefined);
}

/** The filter's own bounds on the time a call started: `since` inclusive, `until` exclusive. Throws `request-invalid`. */
export function timeConditions(filter: CallFilter): SQL | undefined {
  return and(
    filter.since === undefined ? undefined : gte(calls.started_at, readInstant(filter.since, "since")),
    filter.until === undefined ? undefined : lt(calls.started_at, readInstant(filter.until, "until")),
  );
}

/** A time as ISO 8601 in UTC. Throws `request-invalid`, naming `param`. */
export function readInstant(text: string, param: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at) || at < firstInstantMs || at > lastInstantMs) {
    throw new HoldfastError("request-invalid", {
      message: `"${param}" must be a time in ISO 8601, such as 2026-01-31T12:00:00Z.`,
      param,
    });
  }
  return new Date(at).toISOString();
}

function modelCondition(model: string): SQL | undefined {
  if (!model.endsWith("*")) return or(eq(calls.requested_model, model), eq(calls.answering_model, model));
  const prefix = `${model.slice(0, -1).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return or(like(calls.requested_model, prefix), like(calls.answering_model, prefix));
}

function statusCondition(status: string): SQL | undefined {
  if (exactStatus.test(status)) return eq(calls.status, Number(status));
  const hundreds = statusClass.exec(status)?.[1];
  if (hundreds === undefined) {
    throw new HoldfastError("request-invalid", { message: '"status" must look like 429 or 4xx.', param: "status" });
  }
  return and(gte(calls.status, Number(hundreds) * 100), lt(calls.status, Number(hundreds) * 100 + 100));
}

/** `Object.entries` forgets the keys of a constant table; they are those of `equalColumns`. */
function asEqualField(field: string): keyof typeof equalColumns {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- only called with keys of equalColumns
  return field as keyof typeof equalColumns;
}
