import { sql } from "#drizzle";
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "#drizzle";
import type { Scope } from "../../access/api-key.ts";
import type { CallRecord } from "../../ledger/call-record.ts";
import { dearCallNanodollars, slowCallMs } from "./extreme-calls.ts";

/** The id of the transaction that wrote a row, 64 bits wide so that it never wraps round. */
const transactionId = customType<{ data: string }>({ dataType: () => "xid8" });

const count = () => bigint({ mode: "number" });
const instant = () => timestamp({ withTimezone: true, mode: "string", precision: 3 });

/**
 * The ledger. Column names are the keys of `CallRecord`; `recorded_at` and `arrived` are the database's own. The table is
 * partitioned by day on `started_at` (drizzle cannot say so: the migration does).
 *
 * Every index is paid for by every insert (about 1 µs each), so each one answers a list that would otherwise read
 * millions of rows to find a few: the rare project, route, model, failure, extreme. The partial ones cost nothing for the rows
 * they leave out. Lists without a filter, and lists of what is common, walk the primary key backwards.
 */
export const calls = pgTable(
  "calls",
  {
    id: uuid().notNull(),
    started_at: instant().notNull(),
    project: text().notNull(),
    key_id: text(),
    route: text(),
    target: text(),
    provider: text(),
    requested_model: text(),
    answering_model: text(),
    system_fingerprint: text(),
    dialect: text().notNull(),
    operation: text().notNull(),
    stream: boolean().notNull(),
    outcome: text().notNull(),
    status: smallint().notNull(),
    error_code: text(),
    finish_reason: text(),
    attempts: integer().notNull(),
    input_tokens: count(),
    cache_read_tokens: count(),
    cache_write_5m_tokens: count(),
    cache_write_1h_tokens: count(),
    output_tokens: count(),
    reasoning_tokens: count(),
    input_audio_tokens: count(),
    output_audio_tokens: count(),
    tool_units: count(),
    search_units: count(),
    usage_source: text().notNull(),
    cost_nanodollars: count(),
    price_source: text(),
    price_version: text(),
    ttft_ms: doublePrecision(),
    latency_ms: doublePrecision().notNull(),
    overhead_ms: doublePrecision().notNull(),
    request_bytes: bigint({ mode: "number" }).notNull(),
    response_bytes: bigint({ mode: "number" }).notNull(),
    tags: jsonb().$type<Readonly<Record<string, string>>>(),
    end_user: text(),
    session: text(),
    provider_request_id: text(),
    config_hash: text().notNull(),
    recorded_at: instant()
      .notNull()
      .default(sql`now()`),
    arrived: transactionId()
      .notNull()
      .default(sql`pg_current_xact_id()`),
    release: text(),
    prompt: text(),
    guard_verdict: text(),
    findings: jsonb().$type<CallRecord["findings"]>(),
  },
  (table) => [
    primaryKey({ name: "calls_pkey", columns: [table.started_at, table.id] }),
    index("calls_arrived").on(table.arrived),
    index("calls_project").on(table.project, table.started_at, table.id),
    index("calls_route")
      .on(table.route, table.started_at, table.id)
      .where(sql`route is not null`),
    index("calls_release")
      .on(table.release, table.started_at, table.id)
      .where(sql`release is not null`),
    index("calls_prompt")
      .on(table.prompt, table.started_at, table.id)
      .where(sql`prompt is not null`),
    index("calls_provider").on(table.provider, table.started_at, table.id),
    index("calls_requested_model").on(table.requested_model.op("text_pattern_ops"), table.started_at, table.id),
    index("calls_answering_model").on(table.answering_model.op("text_pattern_ops"), table.started_at, table.id),
    index("calls_not_answered")
      .on(table.outcome, table.started_at, table.id)
      .where(sql`outcome <> 'answered'`),
    index("calls_failed_status")
      .on(table.status, table.started_at, table.id)
      .where(sql`status >= 300`),
    index("calls_error_code")
      .on(table.error_code, table.started_at, table.id)
      .where(sql`error_code is not null`),
    index("calls_end_user")
      .on(table.end_user, table.started_at, table.id)
      .where(sql`end_user is not null`),
    index("calls_session")
      .on(table.session, table.started_at, table.id)
      .where(sql`session is not null`),
    index("calls_slow")
      .on(table.latency_ms)
      .where(sql.raw(`latency_ms >= ${slowCallMs}`)),
    index("calls_dear")
      .on(table.cost_nanodollars)
      .where(sql.raw(`cost_nanodollars >= ${dearCallNanodollars}`)),
    index("calls_tags")
      .using("gin", table.tags.op("jsonb_path_ops"))
      .where(sql`tags is not null`),
  ],
);

/** Captured bodies, partitioned and dropped like the calls they belong to. */
export const callBodies = pgTable(
  "call_bodies",
  {
    id: uuid().notNull(),
    started_at: instant().notNull(),
    request: text(),
    request_encoding: text(),
    request_truncated: boolean(),
    response: text(),
    response_encoding: text(),
    response_truncated: boolean(),
  },
  (table) => [primaryKey({ name: "call_bodies_pkey", columns: [table.started_at, table.id] })],
);

const milliseconds = () => bigint({ mode: "number" });

export const apiKeys = pgTable(
  "api_keys",
  {
    id: text().primaryKey(),
    project: text().notNull(),
    name: text().notNull(),
    prefix: text().notNull(),
    hash: text().notNull(),
    scopes: jsonb().$type<readonly Scope[]>().notNull(),
    allowed_routes: jsonb().$type<readonly string[]>().notNull(),
    created_at_ms: milliseconds().notNull(),
    expires_at_ms: milliseconds(),
    revoked_at_ms: milliseconds(),
    guards: text(),
  },
  (table) => [uniqueIndex("api_keys_hash").on(table.hash), index("api_keys_prefix").on(table.prefix)],
);

export const settings = pgTable("settings", {
  name: text().primaryKey(),
  value: text().notNull(),
});

/** One row a subject; a trigger on the subject's table raises its number and sends a signal. */
export const revisions = pgTable("revisions", {
  subject: text().primaryKey(),
  revision: bigint({ mode: "number" }).notNull(),
});
