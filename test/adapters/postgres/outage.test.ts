import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openDatabase } from "../../../src/adapters/postgres/database.ts";
import { openStore } from "../../../src/adapters/postgres/open-store.ts";
import { isDataError } from "../../../src/adapters/postgres/store-error.ts";
import { buildCall } from "../../support/call-builder.ts";
import { makeTestDatabase, postgresServer } from "../../support/postgres.ts";
import { tcpGate } from "../../support/tcp-gate.ts";

const secret = "hunter2";

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("this was to fail");
}

describe("a database that is not there", () => {
  it("is store-unavailable, with the cause and without the password", async () => {
    const error = await failureOf(
      openStore({ url: `postgres://user:${secret}@127.0.0.1:9/none`, connectTimeoutMs: 1000 }),
    );
    expect(error).toMatchObject({ code: "store-unavailable", cause: { code: "ECONNREFUSED" } });
    expect(isDataError(error)).toBe(false);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(secret);
  });

  it("is config-invalid when its url cannot be read, and the url is not shown", async () => {
    const error = await failureOf(openStore({ url: `postgres://user:${secret}@host:port:no/x` }));
    expect(error).toMatchObject({ code: "config-invalid" });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(secret);
  });
});

describe.skipIf(postgresServer === undefined)("a database that goes away", () => {
  it("fails what runs as store-unavailable, and is used again once it is back", async () => {
    const database = await makeTestDatabase();
    const target = new URL(database.url);
    const gate = await tcpGate({ host: target.hostname, port: Number(target.port) });
    target.port = String(gate.port);
    const store = await openStore({ url: target.href, migrations: await readMigrations() });
    const call = buildCall();
    await gate.shut();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const error = await failureOf(store.calls.insertEncoded([JSON.stringify(call)], []));
      expect(error).toMatchObject({ code: "store-unavailable" });
      expect(isDataError(error)).toBe(false);
    }
    await gate.open();
    const started = performance.now();
    await store.calls.insertEncoded([JSON.stringify(call)], []);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(await store.calls.get(call.id)).toEqual(call);
    await store.close();
    await gate.shut();
    await database.drop();
  });

  it("does not keep a caller waiting when it says nothing any more, and its connections are not used again", async () => {
    const server = new URL(postgresServer ?? "");
    const gate = await tcpGate({ host: server.hostname, port: Number(server.port) });
    server.port = String(gate.port);
    const database = openDatabase({ url: server.href, max: 1 });
    await database.run("connect", ({ sql }) => sql`select 1`);
    gate.freeze();
    const error = await failureOf(database.run("ask", ({ sql }) => sql`select 1`, 200));
    expect(error).toMatchObject({ code: "store-unavailable" });
    await gate.shut();
    await gate.open();
    await database.run("ask again", ({ sql }) => sql`select 1`, 2000);
    await database.close();
    await gate.shut();
  });

  it("does not take a slow statement for the row's fault", async () => {
    const database = openDatabase({ url: postgresServer ?? "", statementTimeoutMs: 50 });
    const error = await failureOf(database.run("sleep", ({ sql }) => sql`select pg_sleep(5)`));
    expect(error).toMatchObject({ code: "store-unavailable", internal: { sqlState: "57014" } });
    expect(isDataError(error)).toBe(false);
    await database.close();
  });
});
