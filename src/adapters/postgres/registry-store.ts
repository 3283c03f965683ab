import { and, asc, desc, eq, getTableColumns, lt, sql } from "#drizzle";
import type { RegistryHeads, RegistryStore } from "../../ports/registry-store.ts";
import { commitRegistry } from "./commit-registry.ts";
import type { Database, Session } from "./database.ts";
import { pageSize } from "./page-size.ts";
import { auditEvents, promptLabels, promptVersions, releases, routeStates } from "./registry-schema.ts";
import { toEvent, toLabel, toRelease, toRouteState, toVersion, toVersionSummary } from "./registry-rows.ts";
import { revisions } from "./schema.ts";
import { uncached } from "./uncached.ts";

const { content: _content, ...summaryColumns } = getTableColumns(promptVersions);

/** The registry in Postgres. */
export function registryStore(database: Database): RegistryStore {
  return {
    revision: () => database.run("read the registry's revision", readRevision),
    heads: () => database.run("read the registry", readHeads),
    commit: (change, revision) =>
      database.run("change the registry", (session) => commitRegistry(session, change, revision)),
    version: (name, version) =>
      database.run("find a prompt version", async ({ query }) => {
        const where = and(eq(promptVersions.name, name), eq(promptVersions.version, version), uncached);
        const [row] = await query.select().from(promptVersions).where(where).limit(1);
        return row === undefined ? undefined : toVersion(row);
      }),
    versionsByHash: (wanted) =>
      database.run("find prompt versions", async ({ query }) => {
        if (wanted.length === 0) return [];
        const pairs = sql`json_to_recordset(${JSON.stringify(wanted)}::text::json) as wanted(name text, hash text)`;
        const same = sql`wanted.name = ${promptVersions.name} and wanted.hash = ${promptVersions.hash}`;
        return (await query.select(summaryColumns).from(promptVersions).innerJoin(pairs, same)).map(toVersionSummary);
      }),
    versions: (name, limit, before) =>
      database.run("list prompt versions", async ({ query }) => {
        const older = before === undefined ? undefined : lt(promptVersions.version, before);
        const rows = query.select(summaryColumns).from(promptVersions);
        const where = and(eq(promptVersions.name, name), older, uncached);
        return (await rows.where(where).orderBy(desc(promptVersions.version)).limit(pageSize(limit))).map(
          toVersionSummary,
        );
      }),
    releases: (wanted) =>
      database.run("find releases", async ({ query }) => {
        if (wanted.length === 0) return [];
        const pairs = sql`json_to_recordset(${JSON.stringify(wanted)}::text::json) as wanted(route text, number integer)`;
        const same = sql`wanted.route = ${releases.route} and wanted.number = ${releases.number}`;
        return (await query.select(getTableColumns(releases)).from(releases).innerJoin(pairs, same)).map(toRelease);
      }),
    releasesByHash: (wanted) =>
      database.run("find releases by content", async ({ query }) => {
        if (wanted.length === 0) return [];
        const pairs = sql`json_to_recordset(${JSON.stringify(wanted)}::text::json) as wanted(route text, hash text)`;
        const same = sql`wanted.route = ${releases.route} and wanted.hash = ${releases.hash}`;
        return (await query.select(getTableColumns(releases)).from(releases).innerJoin(pairs, same)).map(toRelease);
      }),
    history: (route, limit, before) =>
      database.run("list releases", async ({ query }) => {
        const older = before === undefined ? undefined : lt(releases.number, before);
        const where = and(eq(releases.route, route), older, uncached);
        const rows = query.select().from(releases).where(where);
        return (await rows.orderBy(desc(releases.number)).limit(pageSize(limit))).map(toRelease);
      }),
    events: (filter, limit, before) =>
      database.run("list the audit log", async ({ query }) => {
        const where = and(
          filter.subject === undefined ? undefined : eq(auditEvents.subject, filter.subject),
          filter.actor === undefined ? undefined : eq(auditEvents.actor, filter.actor),
          filter.action === undefined ? undefined : eq(auditEvents.action, filter.action),
          before === undefined ? undefined : lt(auditEvents.id, before),
          uncached,
        );
        const rows = query.select().from(auditEvents).where(where);
        return (await rows.orderBy(desc(auditEvents.id)).limit(pageSize(limit))).map(toEvent);
      }),
  };
}

async function readRevision({ query }: Session): Promise<number> {
  const where = and(eq(revisions.subject, "registry"), uncached);
  const [row] = await query.select().from(revisions).where(where).limit(1);
  return row?.revision ?? 0;
}

async function readHeads(session: Session): Promise<RegistryHeads> {
  const revision = await readRevision(session);
  const { query } = session;
  const labels = query.select().from(promptLabels).where(uncached);
  const routes = query.select().from(routeStates).where(uncached);
  return {
    revision,
    labels: (await labels.orderBy(asc(promptLabels.name), asc(promptLabels.label))).map(toLabel),
    routes: (await routes.orderBy(asc(routeStates.route))).map(toRouteState),
  };
}
