import type { Session } from "./database.ts";

/** What has changed how often; see `revisions` in the schema. */
type RevisionSubject = "keys" | "registry";

/**
 * How often a subject has changed; 0 when never. It is asked several times a second for as long as a gateway runs, so by
 * the driver alone, whose statement is prepared once: drizzle makes it anew each time, and the server reads it anew.
 * The second condition is `uncached`.
 */
export async function readRevision({ sql }: Pick<Session, "sql">, subject: RevisionSubject): Promise<number> {
  const [row] = await sql<{ revision: string }[]>`
    select revision from revisions where subject = ${subject} and now() is not null`;
  return Number(row?.revision ?? 0);
}
