import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import type { Machine } from "./machine.ts";
import { startThrowawayPostgres, type ThrowawayPostgres } from "./throwaway-postgres.ts";

const readyLimitMs = 30_000;
const pollMs = 100;

export interface Database {
  /** Resolves with a URL that answers; starts the server when it is the first to ask. */
  readonly url: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

async function answers(sql: postgres.Sql): Promise<boolean> {
  try {
    await sql`select 1`;
    return true;
  } catch {
    // A server that is still starting refuses; who asks gives up at a deadline.
    return false;
  }
}

async function untilItAnswers(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const deadline = performance.now() + readyLimitMs;
  try {
    while (!(await answers(sql))) {
      if (performance.now() > deadline) throw new Error(`The database did not answer within ${readyLimitMs / 1000} s.`);
      await sleep(pollMs);
    }
    return url;
  } finally {
    await sql.end();
  }
}

/** The Postgres of a run: the given one, or a throw-away one that is started when somebody needs it. */
export function databaseOf(given: string | undefined, machine: Machine, scratch: string): Database {
  let server: Promise<ThrowawayPostgres> | undefined;
  let ready: Promise<string> | undefined;
  const open = async (): Promise<string> => {
    if (given !== undefined && given !== "") return untilItAnswers(given);
    server = startThrowawayPostgres(machine, scratch);
    return untilItAnswers((await server).url);
  };
  return {
    url: () => (ready ??= open()),
    stop: async () => {
      if (server !== undefined) await (await server).stop();
    },
  };
}
