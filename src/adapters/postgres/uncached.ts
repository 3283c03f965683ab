import { sql } from "#drizzle";

/**
 * A condition that always holds. Hyperdrive answers reads from a cache that is up to 75 s old unless it was made without
 * one; a statement that calls a function whose result changes is never cached. A revoked key must not live on there.
 */
export const uncached = sql`now() is not null`;
