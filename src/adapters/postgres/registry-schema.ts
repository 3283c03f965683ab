import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "#drizzle";

const milliseconds = () => bigint({ mode: "number" });

/*
 * What is versioned and what moves. A trigger on each table but the audit log raises the revision of `registry` and sends
 * a signal, so that replicas read anew. Content is text, not jsonb: its hash is that of these very characters.
 */

export const promptVersions = pgTable(
  "prompt_versions",
  {
    name: text().notNull(),
    version: integer().notNull(),
    hash: text().notNull(),
    content: text().notNull(),
    author: text().notNull(),
    message: text(),
    parent: integer(),
    created_at_ms: milliseconds().notNull(),
  },
  (table) => [
    primaryKey({ name: "prompt_versions_pkey", columns: [table.name, table.version] }),
    uniqueIndex("prompt_versions_hash").on(table.name, table.hash),
  ],
);

export const promptLabels = pgTable(
  "prompt_labels",
  {
    name: text().notNull(),
    label: text().notNull(),
    version: integer().notNull(),
    applied: integer(),
    moved_at_ms: milliseconds().notNull(),
    moved_by: text().notNull(),
  },
  (table) => [primaryKey({ name: "prompt_labels_pkey", columns: [table.name, table.label] })],
);

export const releases = pgTable(
  "releases",
  {
    route: text().notNull(),
    number: integer().notNull(),
    hash: text().notNull(),
    content: text().notNull(),
    author: text().notNull(),
    message: text(),
    created_at_ms: milliseconds().notNull(),
  },
  (table) => [
    primaryKey({ name: "releases_pkey", columns: [table.route, table.number] }),
    uniqueIndex("releases_hash").on(table.route, table.hash),
  ],
);

export const routeStates = pgTable("route_states", {
  route: text().primaryKey(),
  pinned: integer().notNull(),
  previous: integer(),
  applied: integer().notNull(),
  newest: integer().notNull(),
  changed_at_ms: milliseconds().notNull(),
  changed_by: text().notNull(),
  reason: text(),
});

export const auditEvents = pgTable(
  "audit_events",
  {
    id: text().primaryKey(),
    at_ms: milliseconds().notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    details: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (table) => [index("audit_events_subject").on(table.subject, table.id)],
);
