import { getTableColumns } from "#drizzle";
import type { PgTable } from "#drizzle";
import type { RegistryChange } from "../../ports/registry-store.ts";
import type { Session } from "./database.ts";
import { auditEvents, promptLabels, promptVersions, releases, routeStates } from "./registry-schema.ts";
import { toEventRow, toLabelRow, toReleaseRow, toRouteRow, toVersionRow } from "./registry-rows.ts";
import { storableText } from "./storable-text.ts";

/**
 * The change and the look at the revision are one statement, and so one transaction that nothing can cut in two: not a
 * kill, not a lost connection, not a pooler. `base` locks the revision's row; whoever comes second waits there, then
 * finds another revision and no row, and every insert below joins `base`.
 */
export async function commitRegistry({ sql }: Session, change: RegistryChange, revision: number): Promise<boolean> {
  const parameters = [
    JSON.stringify((change.versions ?? []).map(toVersionRow)),
    JSON.stringify((change.labels ?? []).map(toLabelRow)),
    JSON.stringify((change.releases ?? []).map(toReleaseRow)),
    JSON.stringify((change.routes ?? []).map(toRouteRow)),
    JSON.stringify(change.events.map(toEventRow)),
    JSON.stringify(change.removedLabels ?? []),
  ];
  const [row] = await sql.unsafe<{ done: boolean }[]>(statement, [...parameters.map(storableText), revision]);
  return row?.done === true;
}

const statement = `with base as materialized (
  select 1 from revisions where subject = 'registry' and revision = $7::bigint for update
), published as (
  ${insertFrom(promptVersions, "prompt_versions", 1)}
), moved as (
  ${insertFrom(promptLabels, "prompt_labels", 2)}
  on conflict (name, label) do update set ${replaced(promptLabels, ["name", "label"])}
), released as (
  ${insertFrom(releases, "releases", 3)}
), pinned as (
  ${insertFrom(routeStates, "route_states", 4)}
  on conflict (route) do update set ${replaced(routeStates, ["route"])}
), recorded as (
  ${insertFrom(auditEvents, "audit_events", 5)}
), removed as (
  delete from prompt_labels using base, json_to_recordset($6::text::json) as gone(name text, label text)
  where prompt_labels.name = gone.name and prompt_labels.label = gone.label
)
select exists (select from base) as done`;

function insertFrom(table: PgTable, name: string, parameter: number): string {
  const columns = Object.values(getTableColumns(table));
  const names = columns.map((column) => column.name).join(", ");
  const types = columns.map((column) => `${column.name} ${column.getSQLType()}`).join(", ");
  return `insert into ${name} (${names}) select ${names} from base, json_to_recordset($${parameter}::text::json) as given(${types})`;
}

function replaced(table: PgTable, key: readonly string[]): string {
  return Object.values(getTableColumns(table))
    .filter((column) => !key.includes(column.name))
    .map((column) => `${column.name} = excluded.${column.name}`)
    .join(", ");
}
