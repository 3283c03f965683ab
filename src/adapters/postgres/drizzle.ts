/** What is used of drizzle, for bundlers and for types; on Node `#drizzle` is `drizzle.cjs` beside this file. */
export { and, asc, desc, eq, getTableColumns, gte, like, lt, lte, or, sql } from "drizzle-orm";
export type { SQL } from "drizzle-orm";
export {
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
} from "drizzle-orm/pg-core";
export type { PgColumn, PgTable } from "drizzle-orm/pg-core";
export { drizzle } from "drizzle-orm/postgres-js";
export type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
