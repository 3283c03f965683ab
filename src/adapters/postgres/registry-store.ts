import { and, asc, desc, eq, getTableColumns, lt, sql } from "#drizzle";
import type { SQL } from "#drizzle";
import type { StoredPromptVersion, PromptVersionSummary } from "../../prompts/stored-prompt-version.ts";
import type { AuditEvent, AuditFilter, RegistryHeads, RegistryStore } from "../../ports/registry-store.ts";
import type { Release } from "../../rollouts/release.ts";
import { commitRegistry } from "./commit-registry.ts";
import type { Database, Session } from "./database.ts";
import { pageSize } from "./page-size.ts";
import { auditEvents, promptLabels, promptVersions, releases, routeStates } from "./registry-schema.ts";
import { readRevision } from "./read-revision.ts";
import { toEvent, toLabel, toRelease, toRouteState, toVersion, toVersionSummary } from "./registry-rows.ts";
import { uncached } from "./uncached.ts";

/** The registry in Postgres. */
export function registryStore(database: Database): RegistryStore {
  return {
    revision: () => database.run("read the registry's revision", (session) => readRevision(session, "registry")),
    heads: () => database.run("read the registry", readHeads),
    commit: (change, revision) =>
      database.run("change the registry", (session) => commitRegistry(session, change, revision)),
    version: (name, version) => database.run("find a prompt version", (session) => findVersion(session, name, version)),
    loadVersions: (wanted) => database.run("load prompt versions", (session) => loadVersions(session, wanted)),
    versionsByHash: (wanted) => database.run("find prompt versions", (session) => versionsByHash(session, wanted)),
    newestVersions: (names) => database.run("find the newest versions", (session) => newestVersions(session, names)),
    versions: (name, limit, before) =>
      database.run("list prompt versions", (session) => listVersions(session, name, { limit, before })),
    releases: (wanted) => database.run("find releases", (session) => findReleases(session, wanted, "number")),
    releasesByHash: (wanted) =>
      database.run("find releases by content", (session) => findReleases(session, wanted, "hash")),
    history: (route, limit, before) =>
      database.run("list releases", (session) => listReleases(session, route, { limit, before })),
    events: (filter, limit, before) =>
      database.run("list the audit log", (session) => listEvents(session, filter, { limit, before })),
  };
}

type PromptRefNumber = Pick<StoredPromptVersion, "name" | "version">;

interface Page<Position> {
  readonly limit: number;
  /** Exclusive. */
  readonly before: Position | undefined;
}

const { content: _content, ...summaryColumns } = getTableColumns(promptVersions);

async function readHeads(session: Session): Promise<RegistryHeads> {
  const revision = await readRevision(session, "registry");
  const { query } = session;
  const labels = query.select().from(promptLabels).where(uncached);
  const routes = query.select().from(routeStates).where(uncached);
  return {
    revision,
    labels: (await labels.orderBy(asc(promptLabels.name), asc(promptLabels.label))).map(toLabel),
    routes: (await routes.orderBy(asc(routeStates.route))).map(toRouteState),
  };
}

async function findVersion(
  { query }: Session,
  name: string,
  version: number,
): Promise<StoredPromptVersion | undefined> {
  const where = and(eq(promptVersions.name, name), eq(promptVersions.version, version), uncached);
  const [row] = await query.select().from(promptVersions).where(where).limit(1);
  return row === undefined ? undefined : toVersion(row);
}

async function loadVersions(
  { query }: Session,
  wanted: readonly PromptRefNumber[],
): Promise<readonly StoredPromptVersion[]> {
  if (wanted.length === 0) return [];
  const pairs = wantedRows(
    wanted.map(({ name, version }) => ({ name, version })),
    sql`name text, version integer`,
  );
  const same = sql`wanted.name = ${promptVersions.name} and wanted.version = ${promptVersions.version} and ${uncached}`;
  return (await query.select(getTableColumns(promptVersions)).from(promptVersions).innerJoin(pairs, same)).map(
    toVersion,
  );
}

async function versionsByHash(
  { query }: Session,
  wanted: readonly { readonly name: string; readonly hash: string }[],
): Promise<readonly PromptVersionSummary[]> {
  if (wanted.length === 0) return [];
  const pairs = wantedRows(wanted, sql`name text, hash text`);
  const same = sql`wanted.name = ${promptVersions.name} and wanted.hash = ${promptVersions.hash} and ${uncached}`;
  return (await query.select(summaryColumns).from(promptVersions).innerJoin(pairs, same)).map(toVersionSummary);
}

/** One look into the primary key for each name, however many versions it has. */
async function newestVersions({ sql: driver }: Session, names: readonly string[]): Promise<readonly PromptRefNumber[]> {
  if (names.length === 0) return [];
  return await driver.unsafe<PromptRefNumber[]>(newestStatement, [JSON.stringify(names)]);
}

const newestStatement = `select wanted.name, newest.version
from json_array_elements_text($1::text::json) as wanted(name)
cross join lateral (
  select version from prompt_versions where name = wanted.name and now() is not null order by version desc limit 1
) as newest`;

async function listVersions(
  { query }: Session,
  name: string,
  { limit, before }: Page<number>,
): Promise<readonly PromptVersionSummary[]> {
  const older = before === undefined ? undefined : lt(promptVersions.version, before);
  const where = and(eq(promptVersions.name, name), older, uncached);
  const rows = query.select(summaryColumns).from(promptVersions).where(where);
  return (await rows.orderBy(desc(promptVersions.version)).limit(pageSize(limit))).map(toVersionSummary);
}

async function findReleases<Field extends "number" | "hash">(
  { query }: Session,
  wanted: readonly Pick<Release, "route" | Field>[],
  field: Field,
): Promise<readonly Release[]> {
  if (wanted.length === 0) return [];
  const rows = wanted.map((one) => ({ route: one.route, value: one[field] }));
  const pairs = wantedRows(rows, sql`route text, value ${sql.raw(releases[field].getSQLType())}`);
  const same = sql`wanted.route = ${releases.route} and wanted.value = ${releases[field]} and ${uncached}`;
  return (await query.select(getTableColumns(releases)).from(releases).innerJoin(pairs, same)).map(toRelease);
}

async function listReleases(
  { query }: Session,
  route: string,
  { limit, before }: Page<number>,
): Promise<readonly Release[]> {
  const older = before === undefined ? undefined : lt(releases.number, before);
  const rows = query
    .select()
    .from(releases)
    .where(and(eq(releases.route, route), older, uncached));
  return (await rows.orderBy(desc(releases.number)).limit(pageSize(limit))).map(toRelease);
}

async function listEvents(
  { query }: Session,
  filter: AuditFilter,
  { limit, before }: Page<string>,
): Promise<readonly AuditEvent[]> {
  const where = and(
    filter.subject === undefined ? undefined : eq(auditEvents.subject, filter.subject),
    filter.actor === undefined ? undefined : eq(auditEvents.actor, filter.actor),
    filter.action === undefined ? undefined : eq(auditEvents.action, filter.action),
    before === undefined ? undefined : lt(auditEvents.id, before),
    uncached,
  );
  const rows = query.select().from(auditEvents).where(where);
  return (await rows.orderBy(desc(auditEvents.id)).limit(pageSize(limit))).map(toEvent);
}

/** Rows to join with, as one parameter however many they are. */
function wantedRows(rows: readonly object[], columns: SQL): SQL {
  return sql`json_to_recordset(${JSON.stringify(rows)}::text::json) as wanted(${columns})`;
}
