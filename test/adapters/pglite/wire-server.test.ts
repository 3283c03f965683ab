import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import postgres from "postgres";
import type { Sql } from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WireServer } from "../../../src/adapters/pglite/wire-server.ts";

const maxIdleInTransactionMs = 300;
const maxTransactionMs = 1200;

describe("the wire server", () => {
  let folder: string;
  let socketPath: string;
  let database: PGlite;
  let server: WireServer;
  const opened: Sql[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "holdfast-wire-"));
    socketPath = join(folder, "socket");
    database = await PGlite.create();
    server = new WireServer({
      backend: (messages) => database.execProtocolRawSync(messages),
      parameters: { server_version: "18", client_encoding: "UTF8" },
      maxIdleInTransactionMs,
      maxTransactionMs,
      maxConnections: 20,
    });
    await server.listen(socketPath);
    await database.exec("create table items (id int primary key, value text)");
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((sql) => sql.end({ timeout: 1 })));
    await database.exec("truncate items");
  });
  afterAll(async () => {
    await server.close();
    await database.close();
    await rm(folder, { recursive: true });
  });
  const client = (): Sql => {
    const sql = postgres({ path: socketPath, user: "u", database: "d", max: 1, fetch_types: false });
    opened.push(sql);
    return sql;
  };
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  const failureOf = (work: Promise<unknown>) =>
    work.then(
      () => "it did not fail",
      (error: unknown) => error,
    );

  it("keeps an open transaction apart from what others do", async () => {
    const [one, other] = [client(), client()];
    const order: string[] = [];
    const count = async () => {
      const [row] = await other`select count(*)::int as count from items`;
      order.push(`the other saw ${row?.["count"]}`);
    };
    let counted: Promise<void> | undefined;
    await one.begin(async (transaction) => {
      await transaction`insert into items values (1, 'one')`;
      counted = count();
      await pause(100);
      await transaction`insert into items values (2, 'two')`;
      order.push("the one commits");
    });
    await counted;
    expect(order).toEqual(["the one commits", "the other saw 2"]);
  });

  it("lets the next one in when a transaction commits or rolls back, also after an error in it", async () => {
    const [one, other] = [client(), client()];
    await one.begin((transaction) => transaction`insert into items values (1, 'one')`);
    await expect(
      one.begin(async (transaction) => {
        await transaction`insert into items values (2, 'two')`;
        await transaction`insert into items values (1, 'again')`;
      }),
    ).rejects.toMatchObject({ code: "23505" });
    expect(await other`select id from items`).toEqual([{ id: 1 }]);
  });

  it("does not mix the statements of clients that prepare and run at the same time", async () => {
    const clients = Array.from({ length: 8 }, () => client());
    const answers = await Promise.all(
      clients.flatMap((sql, index) =>
        Array.from({ length: 30 }, async (_, round) => {
          // Unnamed, named, and simple statements, all with the same text.
          const text = "select $1::int as value, $2::text as name";
          const [row] = await sql.unsafe(text, [index, `r${round}`], { prepare: round % 2 === 0 });
          return [row?.["value"] === index, row?.["name"] === `r${round}`];
        }),
      ),
    );
    expect(answers.flat().every(Boolean)).toBe(true);
  });

  it("rolls back the transaction of a client that vanishes in it", async () => {
    const [one, other] = [client(), client()];
    const vanished = one.begin(async (transaction) => {
      await transaction`insert into items values (1, 'one')`;
      await one.end({ timeout: 0 });
    });
    await vanished.catch(() => undefined);
    expect(await other`select * from items`).toEqual([]);
  });

  it("rolls back a transaction that is left open, tells its client, and runs nothing more of it", async () => {
    const [one, other] = [client(), client()];
    const started = performance.now();
    const left = one.begin(async (transaction) => {
      await transaction`insert into items values (1, 'one')`;
      await pause(maxIdleInTransactionMs * 2);
      await transaction`insert into items values (2, 'two')`;
    });
    const failed = failureOf(left);
    await pause(50);
    expect(await other`select * from items`).toEqual([]);
    expect(performance.now() - started).toBeGreaterThan(maxIdleInTransactionMs * 0.9);
    expect(String(await failed)).toMatch(/rolled back|CONNECTION/);
    await pause(50);
    expect(await other`select * from items`).toEqual([]);
  });

  it("bounds a transaction that is never idle", async () => {
    const [one, other] = [client(), client()];
    const endless = one.begin(async (transaction) => {
      await transaction`insert into items values (1, 'one')`;
      for (;;) {
        await transaction`select 1`;
        await pause(50);
      }
    });
    const failed = failureOf(endless);
    await pause(20);
    const started = performance.now();
    expect(await other`select * from items`).toEqual([]);
    expect(performance.now() - started).toBeLessThan(maxTransactionMs + 500);
    expect(await failed).toBeInstanceOf(Error);
  });

  it("forgets the prepared statements of clients that left", async () => {
    const one = client();
    await one`select ${1}::int`;
    const before = await database.query("select name from pg_prepared_statements");
    expect(before.rows.length).toBeGreaterThan(0);
    await one.end();
    await pause(50);
    expect((await database.query("select name from pg_prepared_statements")).rows).toEqual([]);
  });

  it("carries a notification to all that listen", async () => {
    const [one, other, sender] = [client(), client(), client()];
    const heard: string[] = [];
    await one.listen("news", (text) => heard.push(`one ${text}`));
    await other.listen("news", (text) => heard.push(`other ${text}`));
    await sender.notify("news", "hello");
    await pause(50);
    expect(heard.toSorted()).toEqual(["one hello", "other hello"]);
  });

  it("takes large messages and gives large answers", async () => {
    const sql = client();
    const text = "ä".repeat(6_000_000);
    const [row] = await sql`select ${text}::text as text, length(${text}::text) as length`;
    expect(row?.["length"]).toBe(text.length);
    expect(row?.["text"] === text).toBe(true);
  });

  it("answers an error and goes on", async () => {
    const sql = client();
    await expect(sql`select nonsense`).rejects.toMatchObject({ code: "42703" });
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  });

  it("says no to encryption", async () => {
    const socket = connect(socketPath);
    const answer = new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString("latin1"))));
    socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    expect(await answer).toBe("N");
    socket.destroy();
  });

  it("closes the connection of whoever does not speak the protocol, and serves the others", async () => {
    for (const nonsense of ["GET / HTTP/1.1\r\n\r\n", "\0\0\0\u0001aaaaaaaaa", "\0\0\0\u0008\0\u0003\0\0Q\0\0\0\0"]) {
      const socket = connect(socketPath);
      const closed = new Promise((resolve) => socket.once("close", resolve));
      socket.resume();
      socket.write(Buffer.from(nonsense, "latin1"));
      await closed;
    }
    expect(await client()`select 1 as one`).toEqual([{ one: 1 }]);
  });
});
