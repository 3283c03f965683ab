import type { PromptLabel, StoredPromptVersion, PromptVersionSummary } from "../../prompts/stored-prompt-version.ts";
import { canonicalJson } from "../../lib/canonical-json.ts";
import { parseJson } from "../../lib/parse-json.ts";
import type { AuditEvent } from "../../ports/registry-store.ts";
import { HoldfastError } from "../../errors.ts";
import type { Release, ReleaseContent } from "../../rollouts/release.ts";
import type { RouteState } from "../../rollouts/route-state.ts";
import type { auditEvents, promptLabels, promptVersions, releases, routeStates } from "./registry-schema.ts";

export type VersionRow = typeof promptVersions.$inferSelect;
export type LabelRow = typeof promptLabels.$inferSelect;
export type ReleaseRow = typeof releases.$inferSelect;
export type RouteRow = typeof routeStates.$inferSelect;
export type EventRow = typeof auditEvents.$inferSelect;

export function toVersionSummary(row: Omit<VersionRow, "content">): PromptVersionSummary {
  return {
    name: row.name,
    version: row.version,
    hash: row.hash,
    author: row.author,
    message: row.message ?? undefined,
    parent: row.parent ?? undefined,
    createdAtMs: row.created_at_ms,
  };
}

export function toVersion(row: VersionRow): StoredPromptVersion {
  return { ...toVersionSummary(row), content: row.content };
}

export function toVersionRow(version: StoredPromptVersion): VersionRow {
  const { name, hash, content, author } = version;
  return {
    name,
    version: version.version,
    hash,
    content,
    author,
    message: version.message ?? null,
    parent: version.parent ?? null,
    created_at_ms: version.createdAtMs,
  };
}

export function toLabel(row: LabelRow): PromptLabel {
  return {
    name: row.name,
    label: row.label,
    version: row.version,
    applied: row.applied ?? undefined,
    movedAtMs: row.moved_at_ms,
    movedBy: row.moved_by,
  };
}

export function toLabelRow(label: PromptLabel): LabelRow {
  return {
    name: label.name,
    label: label.label,
    version: label.version,
    applied: label.applied ?? null,
    moved_at_ms: label.movedAtMs,
    moved_by: label.movedBy,
  };
}

export function toRelease(row: ReleaseRow): Release {
  return {
    route: row.route,
    number: row.number,
    hash: row.hash,
    content: readContent(row),
    createdAtMs: row.created_at_ms,
    author: row.author,
    message: row.message ?? undefined,
  };
}

/** A release as a row; `content` is the canonical JSON that its hash was made from. */
export function toReleaseRow(release: Release): ReleaseRow {
  return {
    route: release.route,
    number: release.number,
    hash: release.hash,
    content: canonicalJson(release.content),
    author: release.author,
    message: release.message ?? null,
    created_at_ms: release.createdAtMs,
  };
}

export function toRouteState(row: RouteRow): RouteState {
  return {
    route: row.route,
    pinned: row.pinned,
    previous: row.previous ?? undefined,
    applied: row.applied,
    newest: row.newest,
    changedAtMs: row.changed_at_ms,
    changedBy: row.changed_by,
    reason: row.reason ?? undefined,
  };
}

export function toRouteRow(state: RouteState): RouteRow {
  return {
    route: state.route,
    pinned: state.pinned,
    previous: state.previous ?? null,
    applied: state.applied,
    newest: state.newest,
    changed_at_ms: state.changedAtMs,
    changed_by: state.changedBy,
    reason: state.reason ?? null,
  };
}

export function toEvent(row: EventRow): AuditEvent {
  const { id, actor, action, subject, details } = row;
  return { id, atMs: row.at_ms, actor, action, subject, details };
}

export function toEventRow(event: AuditEvent): EventRow {
  const { id, actor, action, subject, details } = event;
  return { id, at_ms: event.atMs, actor, action, subject, details };
}

/** The text was written by `toReleaseRow`, from a release; whoever edits it by hand answers for it. */
function readContent({ content, route, number }: ReleaseRow): ReleaseContent {
  const parsed = parseJson(content);
  if (!parsed.ok) {
    throw new HoldfastError("internal-error", { internal: { release: `${route}@${number}`, reason: parsed.reason } });
  }
  // oxlint-disable-next-line typescript/consistent-type-assertions -- guaranteed by toReleaseRow, see above
  return parsed.value as ReleaseContent;
}
