import { createTestHarness } from "wrangler";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { postgresServer } from "../support/postgres.ts";
import type { BuiltWorker } from "../support/build-worker.ts";
import type { Bindings, ServedWorker } from "../support/run-workerd.ts";
import { pause } from "../support/stub-upstream.ts";
import { tcpGate } from "../support/tcp-gate.ts";
import type { TcpGate } from "../support/tcp-gate.ts";
import { answeredWhileAway, startWorkerGateway, until } from "../support/worker-gateway.ts";
import type { WorkerGateway } from "../support/worker-gateway.ts";

const path = "/v1/chat/completions";
const request = { model: "echo/m", messages: [{ role: "user", content: "hello" }] };

interface Harness extends ServedWorker {
  scheduled(): Promise<unknown>;
}

/** wrangler's development server, which has a queue. */
async function serveWithQueue(built: BuiltWorker, { databaseUrl, texts }: Bindings): Promise<Harness> {
  const database = new URL(databaseUrl);
  // Real Hyperdrive has a password; the local one insists on some.
  if (database.password === "") database.password = "unused";
  process.env["CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE"] = database.href;
  process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
  const { configPath, folder } = built;
  const harness = createTestHarness({ workers: [{ configPath, prebuiltWorkerDir: folder, vars: { ...texts } }] });
  const { origin } = (await harness.listen()).url;
  return {
    url: origin,
    get logged() {
      return harness.getLogs().map(({ message }) => message);
    },
    close: () => harness.close(),
    scheduled: () => harness.getWorker().scheduled({ cron: "17 * * * *" }),
  };
}

describe.skipIf(postgresServer === undefined)("with the queue that wrangler.toml describes", () => {
  let gate: TcpGate;
  let worker: WorkerGateway;
  let harness: Harness;
  beforeAll(async () => {
    worker = await startWorkerGateway({
      queue: true,
      texts: { HOLDFAST_CONFIG: "providers: { echo: { kind: echo } }\ncapture: { bodies: all }\n" },
      async workerDatabaseUrl(url) {
        const gated = new URL(url);
        gate = await tcpGate({ host: gated.hostname, port: Number(gated.port) });
        gated.host = `127.0.0.1:${gate.port}`;
        return gated.href;
      },
      serve: async (built, bindings) => (harness = await serveWithQueue(built, bindings)),
    });
  });
  afterAll(async () => {
    await worker.close();
    await gate.shut();
  });

  it("rows and bodies travel through it, each once", async () => {
    const before = await worker.count();
    const answers = await Promise.all(Array.from({ length: 20 }, () => worker.post(path, request)));
    for (const answer of answers) expect(answer.status).toBe(200);
    await until(async () => ((await worker.count()) >= before + 20 ? true : undefined), 10_000);
    await pause(300);
    expect(await worker.count()).toBe(before + 20);
    const id = answers[0]?.headers.get("holdfast-call-id") ?? "";
    expect((await worker.store.calls.bodies(id))?.request).toContain("hello");
  });

  it("bodies that no message can hold take the direct way", async () => {
    const content = "word ".repeat(40_000);
    const answer = await worker.post(path, { ...request, messages: [{ role: "user", content }] });
    expect(await worker.row(answer)).toMatchObject({ outcome: "answered" });
    const id = answer.headers.get("holdfast-call-id") ?? "";
    const bodies = await until(() => worker.store.calls.bodies(id));
    expect(bodies.request?.length).toBeGreaterThan(150_000);
  });

  it("rows wait in it while the database is away, and arrive when it is back", async () => {
    const answer = await answeredWhileAway(() => worker.post(path, request), gate);
    expect(answer.status).toBe(200);
    await pause(2_500);
    await gate.open();
    const id = answer.headers.get("holdfast-call-id") ?? "";
    await until(() => worker.store.calls.get(id), 20_000);
  });

  it("the hourly trigger makes the ledger's partitions", async () => {
    const partitions = "select count(*)::int as made from pg_inherits where inhparent = 'calls'::regclass";
    const [before] = await worker.database.run(partitions);
    await harness.scheduled();
    const [after] = await worker.database.run(partitions);
    expect(Number(after?.["made"])).toBeGreaterThan(Number(before?.["made"]));
  });
});
