/**
 * How fast lists are in a large ledger. Fills a Postgres with calls of the last 90 days, spread as real ones are (a few
 * common values, many rare ones), and times `calls.list` per filter and page depth.
 *
 *   HOLDFAST_TEST_POSTGRES=postgres://… node bench/ledger-lists.ts --rows 10000000
 *
 * Makes a database of its own on that server and drops it at the end, unless `--keep <name>` names one: that one is
 * filled when it is empty, used as it is when it is not, and stays.
 */
import { parseArgs } from "node:util";
import postgres from "postgres";
import { readMigrations } from "../src/adapters/node/read-migrations.ts";
import { openStore } from "../src/adapters/postgres/open-store.ts";
import type { CallCursor, CallFilter, Store } from "../src/ports/store.ts";

const dayMs = 86_400_000;
const days = 90;
const pageSize = 50;
const rounds = 30;
/** Pages that are timed: the first, and ones that a person who keeps scrolling gets to. */
const depths = [1, 20] as const;
/** A database that cannot be made: the server's own. */
const serverDatabase = "/postgres";

const { values } = parseArgs({
  options: { rows: { type: "string", default: "10000000" }, keep: { type: "string" } },
});
const server = process.env["HOLDFAST_TEST_POSTGRES"];
if (server === undefined) throw new Error("Set HOLDFAST_TEST_POSTGRES to a server where a database may be made.");

const now = Date.now();
const filters: Readonly<Record<string, CallFilter>> = {
  none: {},
  "project, 1 in 2": { project: "p0" },
  "project, 1 in 10,000": { project: "p-rare" },
  "project, unknown": { project: "nobody" },
  "route, 1 in 5": { route: "r1" },
  "route, 1 in 10,000": { route: "r-rare" },
  "model, 1 in 4": { model: "model-1" },
  "model, 1 in 100,000": { model: "model-rare" },
  "model prefix, 1 in 2": { model: "model-*" },
  "provider, 1 in 3": { provider: "provider-1" },
  "provider, 1 in 100,000": { provider: "provider-rare" },
  "outcome broke, 1 in 500": { outcome: "broke" },
  "status 429, 1 in 200": { status: "429" },
  "status 4xx": { status: "4xx" },
  "error code, 1 in 500": { errorCode: "upstream-broke" },
  "tag, 1 in 4": { tags: { team: "t1" } },
  "tag, 1 in 100,000": { tags: { team: "t-rare" } },
  "end user, 1 in 100,000": { endUser: "user-77" },
  "session, 1 in 1,000,000": { session: "session-77" },
  "cost, 1 in 100": { minCostNanodollars: 9_900_000 },
  "cost, 1 in 100,000": { minCostNanodollars: 50_000_000 },
  "latency, 1 in 100": { minLatencyMs: 9900 },
  "latency, 1 in 100,000": { minLatencyMs: 60_000 },
  "project and status 5xx": { project: "p0", status: "5xx" },
  "30 to 31 days ago": { since: iso(now - 31 * dayMs), until: iso(now - 30 * dayMs) },
  "route, rare, 60 to 61 days ago": {
    route: "r-rare",
    since: iso(now - 61 * dayMs),
    until: iso(now - 60 * dayMs),
  },
};

const name = values.keep ?? `holdfast_lists_${process.pid}`;
const url = new URL(server);
url.pathname = `/${name}`;
await onServer(async (sql) => {
  const [there] = await sql`select 1 from pg_database where datname = ${name}`;
  if (there === undefined) await sql.unsafe(`create database ${name}`);
});
const store = await openStore({ url: url.href, migrations: await readMigrations() });
await fill(Number(values.rows));
await report();
await store.close();
if (values.keep === undefined) await onServer(async (sql) => void (await sql.unsafe(`drop database ${name}`)));

async function fill(rows: number): Promise<void> {
  const sql = postgres(url.href, { max: 2, onnotice: () => undefined });
  const [there] = await sql`select 1 from calls limit 1`;
  if (there === undefined) {
    const started = performance.now();
    for (let day = days; day > 0; day -= 9) await store.calls.maintain(now - (day - 2) * dayMs, 10_000);
    await store.calls.maintain(now, 10_000);
    for (let day = 0; day < days; day += 1) await sql.unsafe(fillStatement(now - (day + 1) * dayMs, rows / days));
    console.log(`filled in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  await sql.unsafe("vacuum analyze calls");
  const [size] = await sql`
    select count(*)::int as rows, pg_size_pretty(sum(pg_table_size(inhrelid))) as heap, pg_size_pretty(sum(pg_indexes_size(inhrelid))) as indexes
    from pg_inherits where inhparent = 'calls'::regclass`;
  const [counted] = await sql`select count(*)::int as rows from calls`;
  console.log(`${counted?.["rows"]} rows, table ${size?.["heap"]}, indexes ${size?.["indexes"]}`);
  await sql.end();
}

/** One day of calls, with ids of version 7, in the order they would have arrived. */
function fillStatement(fromMs: number, rows: number): string {
  return `insert into calls (id, started_at, project, key_id, route, target, provider, requested_model, answering_model,
    dialect, operation, stream, outcome, status, error_code, finish_reason, attempts, input_tokens, output_tokens,
    usage_source, cost_nanodollars, price_source, price_version, ttft_ms, latency_ms, overhead_ms, request_bytes,
    response_bytes, tags, end_user, session, provider_request_id, config_hash)
  select (lpad(to_hex(ms), 12, '0') || '7' || substr(md5(n::text || ms::text), 1, 3) || '8' || substr(md5(ms::text || n::text), 1, 15))::uuid,
    to_timestamp(ms / 1000.0),
    case when r < 0.0001 then 'p-rare' when r < 0.5 then 'p0' else 'p' || floor(r * 20)::text end,
    'key_' || floor(r * 50)::text,
    case when s < 0.0001 then 'r-rare' else 'r' || floor(s * 5)::text end,
    'provider-1/model-1', case when t < 0.00001 then 'provider-rare' else 'provider-' || floor(t * 3)::text end,
    case when t < 0.00001 then 'model-rare' else 'model-' || floor(t * 4)::text end, 'answer-' || floor(t * 4)::text,
    'openai-chat', 'chat.completions', r < 0.5,
    case when u < 0.002 then 'broke' when u < 0.02 then 'declined' else 'answered' end,
    case when u < 0.002 then 502 when u < 0.007 then 429 when u < 0.02 then 400 else 200 end,
    case when u < 0.002 then 'upstream-broke' end, 'stop', 1, 1200, 300, 'provider',
    case when u > 0.99999 then 60000000 else floor(s * 10000000) end, 'genai-prices', '0.1.8', 300,
    case when r > 0.99999 then 70000 else t * 10000 end, 0.4, 2000, 4000,
    case when s < 0.00001 then '{"team": "t-rare"}' when s < 0.8 then jsonb_build_object('team', 't' || floor(u * 4)::text) end,
    'user-' || floor(r * 100000)::text, 'session-' || floor(t * 1000000)::text, 'req_' || n, 'c0ffee'
  from (select n, (${Math.floor(fromMs)} + n * ${dayMs / rows})::bigint as ms, random() as r, random() as s, random() as t, random() as u
    from generate_series(0, ${Math.floor(rows)} - 1) as n) as generated order by ms`;
}

async function report(): Promise<void> {
  console.log(`\n| filter | ${depths.map((depth) => `page ${depth}: rows, p50 ms, p99 ms`).join(" | ")} |`);
  console.log(`|---|${depths.map(() => "---|").join("")}`);
  for (const [filterName, filter] of Object.entries(filters)) {
    const cells: string[] = [];
    for (const depth of depths) cells.push(await cell(filter, depth));
    console.log(`| ${filterName} | ${cells.join(" | ")} |`);
  }
}

async function cell(filter: CallFilter, depth: number): Promise<string> {
  const after = await cursorOf(store, filter, depth);
  if (depth > 1 && after === undefined) return "no such page";
  const times: number[] = [];
  let found = 0;
  const deadline = performance.now() + 20_000;
  for (let round = 0; round < rounds && (round < 3 || performance.now() < deadline); round += 1) {
    const started = performance.now();
    const page = await store.calls.list(filter, pageSize, after);
    times.push(performance.now() - started);
    found = page.calls.length;
  }
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.toFixed(1);
  return `${found}, ${at(0.5)}, ${at(0.99)}`;
}

async function cursorOf(from: Store, filter: CallFilter, depth: number): Promise<CallCursor | undefined> {
  let after: CallCursor | undefined;
  for (let page = 1; page < depth; page += 1) {
    after = (await from.calls.list(filter, pageSize, after)).next;
    if (after === undefined) return undefined;
  }
  return after;
}

async function onServer(work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const address = new URL(server ?? "");
  address.pathname = serverDatabase;
  const sql = postgres(address.href, { max: 1 });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
