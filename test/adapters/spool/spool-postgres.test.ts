import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { readMigrations } from "../../../src/adapters/node/read-migrations.ts";
import { openStore } from "../../../src/adapters/postgres/open-store.ts";
import { createSpoolRecorder, type SpoolRecorderHandle } from "../../../src/adapters/spool/create-spool-recorder.ts";
import { testRecorder } from "../../contracts/recorder.ts";
import { buildCall } from "../../support/call-builder.ts";
import { makeTestDatabase, postgresServer, type TestDatabase } from "../../support/postgres.ts";
import { tcpGate, type TcpGate } from "../../support/tcp-gate.ts";
import { recordingLog, temporaryDirectory } from "./spool-fixture.ts";
import { expectNothingLost, recover, writeAndDie, type Killed } from "./write-and-die.ts";

const partsModule = new URL("./postgres-parts.ts", import.meta.url).href;
const waiting = { timeout: 10_000 };

let database: TestDatabase;

async function read(table: "calls" | "call_bodies"): Promise<readonly Record<string, unknown>[]> {
  return await database.run(`select id, to_jsonb(t)::text as json, to_jsonb(t)->>'outcome' as outcome from ${table} t`);
}

async function readTexts(table: "calls" | "call_bodies"): Promise<ReadonlyMap<string, string>> {
  return new Map((await read(table)).map((row) => [String(row["id"]), String(row["json"])]));
}

function openRecorder(url: string, insertTimeoutMs = 5_000): SpoolRecorderHandle {
  const recorder = createSpoolRecorder({
    directory: temporaryDirectory(),
    partsModule,
    partsInput: url,
    insertTimeoutMs,
    clock: { now: () => Date.now() },
    log: recordingLog(),
  });
  onTestFinished(() => recorder.close());
  return recorder;
}

/** The database's address through a gate that a test can shut. */
async function throughGate(): Promise<{ readonly url: string; readonly gate: TcpGate }> {
  const direct = new URL(database.url);
  const gate = await tcpGate({ host: direct.hostname, port: Number(direct.port) });
  onTestFinished(() => gate.shut().catch(() => undefined));
  direct.hostname = "127.0.0.1";
  direct.port = String(gate.port);
  return { url: direct.href, gate };
}

/** Records ten calls every few milliseconds until told to stop; returns their ids. */
function recordSteadily(recorder: SpoolRecorderHandle): () => Promise<readonly string[]> {
  const ids: string[] = [];
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const calls = Array.from({ length: 10 }, () => buildCall());
      await Promise.all(calls.map((call) => Promise.resolve(recorder.record({ call }))));
      ids.push(...calls.map((call) => call.id));
      await sleep(5);
    }
  })();
  return async () => {
    stopping.abort();
    await running;
    return ids;
  };
}

/** One row for each of the calls, and no other. */
async function expectExactly(ids: readonly string[]): Promise<void> {
  const rows = await read("calls");
  expect(rows.length).toBe(ids.length);
  expect(new Set(rows.map((row) => String(row["id"])))).toEqual(new Set(ids));
}

describe.skipIf(postgresServer === undefined)("the spool and a real Postgres", () => {
  beforeAll(async () => {
    database = await makeTestDatabase();
    const store = await openStore({ url: database.url, max: 1, migrations: await readMigrations() });
    await store.close();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await database.run("truncate calls, call_bodies");
  });

  testRecorder({
    open: () =>
      Promise.resolve({
        recorder: openRecorder(database.url),
        rows: () => readTexts("calls"),
        bodies: () => readTexts("call_bodies"),
      }),
    // As the database writes the time back, so that rows can be compared.
    call: (changes) => ({ ...buildCall(changes), started_at: "2026-11-24T12:00:00.123+00:00" }),
    withinMs: 10_000,
  });

  test("a row that Postgres cannot hold is set aside, and those around it are taken", async () => {
    const recorder = openRecorder(database.url);
    const good = Array.from({ length: 20 }, () => buildCall());
    const bad = buildCall({ started_at: "2026-11-24T12:00:00.000Z", id: "not-a-uuid" });
    for (const call of [...good.slice(0, 10), bad, ...good.slice(10)]) void recorder.record({ call });
    expect(await recorder.drainNow(10_000)).toBe(true);
    await vi.waitFor(() => expect(recorder.state().rejectedRecords).toBe(1), waiting);
    expect((await read("calls")).length).toBe(20);
  });

  test("cut off under load and back again: no call is missing or doubled", async () => {
    const { url, gate } = await throughGate();
    const recorder = openRecorder(url);
    const stop = recordSteadily(recorder);
    await vi.waitFor(async () => expect((await read("calls")).length).toBeGreaterThan(50), waiting);
    await gate.shut();
    await vi.waitFor(() => expect(recorder.state().lastError).toBeDefined(), waiting);
    await sleep(500);
    expect(recorder.state().pendingRecords).toBeGreaterThan(100);
    expect(recorder.accepting()).toBe(true);
    await gate.open();
    await vi.waitFor(() => expect(recorder.state().lastError).toBeUndefined(), waiting);
    const ids = await stop();
    expect(await recorder.drainNow(10_000)).toBe(true);
    await expectExactly(ids);
  });

  test("a database that takes connections and answers nothing is an outage that ends", async () => {
    const { url, gate } = await throughGate();
    const recorder = openRecorder(url, 300);
    const stop = recordSteadily(recorder);
    await vi.waitFor(async () => expect((await read("calls")).length).toBeGreaterThan(20), waiting);
    gate.freeze();
    await vi.waitFor(() => expect(recorder.state().lastError).toContain("300 ms"), waiting);
    await gate.shut();
    await gate.open();
    const ids = await stop();
    expect(await recorder.drainNow(20_000)).toBe(true);
    await expectExactly(ids);
  });

  test("killed with SIGKILL under load, five times: every record that was promised has its one row", async () => {
    const place = { directory: temporaryDirectory(), partsModule, partsInput: database.url };
    const killed: Killed[] = [];
    for (let round = 0; round < 5; round += 1) killed.push(await writeAndDie(place, 100 + round * 60));
    await recover(place);
    const rows = await read("calls");
    const outcomes = new Map(rows.map((row) => [String(row["id"]), String(row["outcome"])]));
    expect(rows.length).toBe(outcomes.size);
    expectNothingLost(outcomes, killed);
  });
});
