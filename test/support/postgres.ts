import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { requiredService } from "./required-service.ts";

/** A server where databases may be made; undefined when there is none to test with. */
export const postgresServer = requiredService({
  name: "Postgres",
  variable: "HOLDFAST_TEST_POSTGRES",
  example: "postgres://postgres@127.0.0.1:5432/postgres",
});

export interface TestDatabase {
  readonly url: string;
  /** Runs SQL in the database, on a connection of its own. */
  run(text: string): Promise<readonly Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/** An empty database of one's own on the test server. */
export async function makeTestDatabase(): Promise<TestDatabase> {
  if (postgresServer === undefined) throw new Error("There is no Postgres to test with.");
  const name = `holdfast_test_${randomBytes(6).toString("hex")}`;
  const url = new URL(postgresServer);
  url.pathname = `/${name}`;
  await runOn(postgresServer, `create database ${name}`);
  return {
    url: url.href,
    run: (text) => runOn(url.href, text),
    drop: async () => {
      await runOn(postgresServer ?? "", `drop database if exists ${name} with (force)`);
    },
  };
}

async function runOn(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end();
  }
}
