import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { rollbackRoute } from "../../src/rollouts/rollback-route.ts";
import { makeTestDatabase, postgresServer } from "../support/postgres.ts";
import { registryParts } from "../support/registry-parts.ts";
import { runWorkerd } from "../support/run-workerd.ts";
import { pause } from "../support/stub-upstream.ts";
import { tcpGate } from "../support/tcp-gate.ts";
import type { TcpGate } from "../support/tcp-gate.ts";
import { answeredWhileAway, startWorkerGateway, until } from "../support/worker-gateway.ts";
import type { WorkerGateway } from "../support/worker-gateway.ts";

const path = "/v1/chat/completions";
const request = { model: "echo/m", messages: [{ role: "user", content: "hello" }] };

describe.skipIf(postgresServer === undefined)("what an isolate keeps between requests", () => {
  let gate: TcpGate;
  let worker: WorkerGateway;
  beforeAll(async () => {
    worker = await startWorkerGateway({
      async workerDatabaseUrl(url) {
        const gated = new URL(url);
        gate = await tcpGate({ host: gated.hostname, port: Number(gated.port) });
        gated.host = `127.0.0.1:${gate.port}`;
        return gated.href;
      },
    });
  });
  afterAll(async () => {
    await worker.close();
    await gate.shut();
  });

  const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
  const admin = (method: string, to: string, body?: unknown): Promise<Response> =>
    fetch(`${worker.url}/api${to}`, {
      method,
      headers: { authorization: `Bearer ${worker.key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  describe("of keys", () => {
    it("lets nobody in without one, or with one that nobody has, each in its dialect", async () => {
      const missing = await fetch(`${worker.url}/v1/messages`, { method: "POST", body: "{}" });
      expect([missing.status, await missing.json()]).toMatchObject([
        401,
        { type: "error", error: { type: "authentication_error" } },
      ]);
      const unknown = await worker.post(path, request, withKey(`hf_${"x".repeat(49)}`));
      expect([unknown.status, await unknown.json()]).toMatchObject([401, { error: { code: "key-unknown" } }]);
    });

    it("forgets a revoked one within a second, whoever revoked it, under calls all the while", async () => {
      const { key, record } = await worker.issue();
      expect((await worker.post(path, request, withKey(key))).status).toBe(200);
      await worker.store.keys.revoke(record.id, Date.now());
      const revokedAt = performance.now();
      await until(async () => ((await worker.post(path, request, withKey(key))).status === 401 ? true : undefined));
      expect(performance.now() - revokedAt).toBeLessThan(1_000);
      const refused = await worker.post(path, request, withKey(key));
      expect(await refused.json()).toMatchObject({ error: { code: "key-revoked" } });
    });

    it("answers many calls of the same one from memory", async () => {
      const { key } = await worker.issue();
      const answer = await answeredWhileAway(() => worker.post(path, request, withKey(key)), gate);
      await gate.open();
      expect(answer.status).toBe(200);
      expect(await worker.row(answer)).toMatchObject({ outcome: "answered" });
    });

    it("serves the admin API: made there, a key works at once; revoked there, it is refused at once", async () => {
      const made: { key: string; id: string } = JSON.parse(
        await (await admin("POST", "/keys", { name: "app" })).text(),
      );
      expect((await worker.post(path, request, withKey(made.key))).status).toBe(200);
      expect((await admin("DELETE", `/keys/${made.id}`)).status).toBe(200);
      expect((await worker.post(path, request, withKey(made.key))).status).toBe(401);
    });
  });

  describe("while the database is away", () => {
    it("refuses calls it could not record, retryably, and takes them again when it is back", async () => {
      await pause(600);
      await gate.shut();
      const [refused, ready] = await Promise.all([worker.post("/v1/messages", request), fetch(`${worker.url}/readyz`)]);
      expect([refused.status, await refused.json()]).toMatchObject([503, { type: "error" }]);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ status: "not-ready", database: { reachable: false } });
      expect((await fetch(`${worker.url}/livez`)).status).toBe(200);
      await gate.open();
      expect((await fetch(`${worker.url}/readyz`)).status).toBe(200);
      expect((await worker.post(path, request)).status).toBe(200);
    });

    it("writes the rows of calls that were answered meanwhile as soon as it is back", async () => {
      const answer = await answeredWhileAway(() => worker.post(path, request), gate);
      expect(answer.status).toBe(200);
      await pause(300);
      await gate.open();
      expect(await worker.row(answer)).toMatchObject({ outcome: "answered" });
    });
  });

  describe("of the configuration", () => {
    const target = async (): Promise<string | null> => {
      const answer = await worker.post(path, { ...request, model: "support" });
      return answer.headers.get("holdfast-target");
    };

    it("is taken from the database within seconds, and a bad one is refused whole", async () => {
      expect(await target()).toBe("echo/support");
      const good = "providers: { echo: { kind: echo } }\nroutes: { support: { target: echo/m } }\n";
      await worker.store.settings.set("config", good);
      await until(async () => ((await target()) === "echo/m" ? true : undefined), 8_000);
      await worker.store.settings.set("config", `limits: { total: soon }\n`);
      await until(async () => {
        await target();
        return worker.logged.find((line) => line.includes("config-refused"));
      }, 8_000);
      expect(await target()).toBe("echo/m");
    });
  });

  describe("of the registry", () => {
    it("is what was applied and pinned, there or anywhere else", async () => {
      const tree = (text: string) => ({
        files: [
          {
            path: "prompts/reply.md",
            text: `---\ndescription: Answers\n---\nsystem:\n${text} {% if true %}!{% endif %}\n`,
          },
        ],
        routes: [{ name: "support", target: "echo/m", prompt: "reply", rollout: "immediate" }],
      });
      expect((await admin("POST", "/apply", tree("Be kind."))).status).toBe(200);
      expect((await admin("POST", "/apply", tree("Be brief."))).status).toBe(200);
      const rollback = { route: "support", to: undefined, reason: "rude", actor: "another replica" };
      await rollbackRoute(rollback, registryParts(worker.store.registry));
      expect(await (await admin("GET", "/routes/support")).json()).toMatchObject({ pinned: 1, reason: "rude" });
      const promoted = await admin("POST", "/routes/support/promote", {});
      expect(await promoted.json()).toMatchObject({ before: 1, pinned: 2 });
      const broken = await admin("POST", "/apply", tree("{{ open"));
      expect([broken.status, await broken.text()]).toEqual([400, expect.stringContaining("prompts/reply.md:5:")]);
    });
  });

  describe("of what it cannot serve with", () => {
    /** What the Worker's log says of a call that it cannot serve; the caller learns only that it cannot. */
    const complaint = async (databaseUrl: string, texts: Readonly<Record<string, string>>): Promise<string> => {
      const other = await runWorkerd(worker.built, { databaseUrl, texts });
      try {
        const answer = await fetch(`${other.url}${path}`, { method: "POST", body: JSON.stringify(request) });
        expect([answer.status, await answer.json()]).toMatchObject([
          500,
          {
            error: { code: "config-invalid", message: expect.stringMatching(/not valid\. `npx wrangler tail` shows/) },
          },
        ]);
        return await until(() => Promise.resolve(other.logged.find((line) => line.includes("call-refused"))));
      } finally {
        await other.close();
      }
    };

    it("refuses to serve without keys, as a Worker is on the internet", async () => {
      const text = await complaint(worker.database.url, { HOLDFAST_CONFIG: "auth: none" });
      expect(text).toContain("auth: none is only for a loopback address");
    });

    it("names every problem of a bad configuration", async () => {
      const text = await complaint(worker.database.url, { HOLDFAST_CONFIG: "routs: {}\nlimits: { total: 1 }" });
      expect(text).toContain("routs");
      expect(text).toContain("limits.total");
    });

    it("says how an empty database gets its schema", async () => {
      const empty = await makeTestDatabase();
      const text = await complaint(empty.url, {});
      await empty.drop();
      expect(text).toContain("holdfast doctor");
    });
  });

  it("has its calls in the admin API, listed and live", async () => {
    const tail = await admin("GET", "/calls/tail");
    const reader = tail.body?.getReader();
    const answer = await worker.post(path, request);
    const id = answer.headers.get("holdfast-call-id") ?? "";
    await worker.row(answer);
    let seen = "";
    while (!seen.includes(id)) seen += new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
    expect(await (await admin("GET", `/calls/${id}`)).json()).toMatchObject({ call: { id } });
    expect((await admin("GET", "/nothing")).status).toBe(404);
    expect((await fetch(`${worker.url}/api/calls`)).status).toBe(401);
  });

  it("says what there is when something is asked for that there is not", async () => {
    const answer = await fetch(`${worker.url}/metrics`);
    expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: "endpoint-unknown" } }]);
  });

  it("never logs a key", () => {
    expect(worker.logged.length).toBeGreaterThan(0);
    expect(worker.logged.join("\n")).not.toContain(worker.key);
  });
});
