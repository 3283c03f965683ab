import { describe, expect, it } from "vitest";

import { chatAnswer, chatRequest } from "../support/openai-fixtures.ts";
import { sendRaw } from "../support/send-raw.ts";
import { answerJson } from "../support/stub-upstream.ts";
import { providerKey, useWire } from "./wire-fixture.ts";

const wire = useWire();

describe("credentials", () => {
  it("of the caller never reach the provider, which gets its own", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    await wire.post("/v1/chat/completions", chatRequest, {
      headers: { cookie: "session=1", "x-api-key": "", "proxy-authorization": "Basic abc", "holdfast-tags": "a=b" },
    });
    const sent = wire.upstream.requests.at(-1);
    expect(sent?.headers["authorization"]).toBe(`Bearer ${providerKey}`);
    expect(JSON.stringify(sent?.rawHeaders)).not.toContain(wire.gateway.key);
    for (const name of ["cookie", "x-api-key", "proxy-authorization", "holdfast-tags", "x-forwarded-for"]) {
      expect(sent?.headers[name]).toBeUndefined();
    }
  });

  it("in a Gemini URL are read there and never sent on in one", async () => {
    wire.upstream.use(answerJson({ candidates: [] }));
    await fetch(`${wire.gateway.url}/v1beta/models/gemini-2.0-flash:generateContent?key=${wire.gateway.key}`, {
      method: "POST",
      body: "{}",
    });
    const sent = wire.upstream.requests.at(-1);
    expect(sent?.url).toBe("/v1beta/models/gemini-2.0-flash:generateContent");
    expect(sent?.headers["x-goog-api-key"]).toBe(providerKey);
  });

  it("of the provider never reach the caller: cookies and connection headers stay behind", async () => {
    wire.upstream.use(
      answerJson(chatAnswer, 200, {
        "set-cookie": "__cf_bm=secret",
        "alt-svc": 'h3=":443"',
        connection: "keep-alive, x-hop",
        "x-hop": "1",
        "openai-processing-ms": "12",
      }),
    );
    const answer = await wire.post("/v1/chat/completions", chatRequest);
    expect(answer.headers.get("openai-processing-ms")).toBe("12");
    for (const name of ["set-cookie", "alt-svc", "x-hop"]) expect(answer.headers.get(name)).toBeNull();
  });

  it.each([
    ["a call's error in JSON", "/v1/chat/completions", "application/json"],
    ["another endpoint's error in a text", "/v1/moderations", "text/plain"],
  ])("of the gateway that %s quotes are hidden from the caller, and nothing else is touched", async (_, path, type) => {
    const said = (key: string): string => `{ "error": {"message": "No key is ${key}, nor is ${key}é"} }`;
    wire.upstream.use(answerJson(said(providerKey), 401, { "content-type": type }));
    const answer = await wire.post(path, chatRequest);
    expect(answer.status).toBe(401);
    expect(await answer.text()).toBe(said("*".repeat(providerKey.length)));
    expect(JSON.stringify(await wire.settled())).not.toContain(providerKey);
  });

  it("that a provider's error quotes stay out of the ledger, and what else it says does not", async () => {
    const key = "sk-quoted0123456789abcdef";
    wire.upstream.use(
      answerJson({ error: { type: "auth_error", message: `Incorrect API key provided: ${key}` } }, 401),
    );
    await wire.post("/v1/chat/completions", chatRequest);
    const row = await wire.settled();
    expect(row.error_code).toBe("auth_error: Incorrect API key provided: [redacted]");
    expect(JSON.stringify(row)).not.toContain(key);
  });

  it("of the caller's own go to the configured host when the provider takes them, and only then", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    await wire.post(
      "/v1/chat/completions",
      { ...chatRequest, model: "own/m" },
      {
        headers: {
          "holdfast-key": wire.gateway.key,
          authorization: "Bearer sk-mine-1",
          "openai-organization": "org-1",
        },
      },
    );
    const own = wire.upstream.requests.at(-1);
    expect(own?.headers).toMatchObject({ authorization: "Bearer sk-mine-1", "openai-organization": "org-1" });
    await wire.post("/v1/chat/completions", chatRequest, {
      headers: { "holdfast-key": wire.gateway.key, authorization: "Bearer sk-mine-1", "openai-organization": "org-1" },
    });
    const ours = wire.upstream.requests.at(-1);
    expect(ours?.headers["authorization"]).toBe(`Bearer ${providerKey}`);
    expect(ours?.headers["openai-organization"]).toBeUndefined();
  });

  it("of the caller's own are asked for when the provider takes them and none came", async () => {
    const answer = await wire.post("/v1/chat/completions", { ...chatRequest, model: "own/m" });
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: { code: "credential-missing" } }]);
  });
});

describe("keys", () => {
  it.each([
    ["no key", {}, "key-missing"],
    ["an unknown key", { authorization: "Bearer hf_nobody" }, "key-unknown"],
    ["another scheme", { authorization: "Basic aGY6" }, "key-missing"],
    ["a provider's key", { authorization: "Bearer sk-proj-1" }, "key-unknown"],
  ])("%s is refused with 401 and counted, not stored", async (_name, headers, code) => {
    const stored = wire.gateway.recorder.entries.length;
    const answer = await fetch(`${wire.gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers,
      body: JSON.stringify(chatRequest),
    });
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: { code } }]);
    expect(wire.gateway.recorder.entries.length).toBe(stored);
    expect(wire.gateway.gateway.counters.read().refusals[code]).toBeGreaterThan(0);
  });

  it.each([
    ["authorization", (key: string) => ({ authorization: `Bearer ${key}` })],
    ["x-api-key", (key: string) => ({ "x-api-key": key })],
    ["x-goog-api-key", (key: string) => ({ "x-goog-api-key": key })],
    ["api-key", (key: string) => ({ "api-key": key })],
    ["holdfast-key", (key: string) => ({ "holdfast-key": key })],
  ])("are read from %s", async (_place, headers) => {
    wire.upstream.use(answerJson(chatAnswer));
    const answer = await fetch(`${wire.gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: headers(wire.gateway.key),
      body: JSON.stringify(chatRequest),
    });
    expect(answer.status).toBe(200);
  });

  it("that were revoked stop working with the next call", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    const { key, record } = wire.gateway.issue();
    const call = () => wire.post("/v1/chat/completions", chatRequest, { headers: { authorization: `Bearer ${key}` } });
    expect((await call()).status).toBe(200);
    wire.gateway.revoke(record);
    expect(await (await call()).json()).toMatchObject({ error: { code: "key-revoked" } });
  });

  it("that have expired are refused", async () => {
    const { key, record } = wire.gateway.issue({ expiresAt: Date.now() + 60 });
    expect(record.expiresAt).toBeDefined();
    await new Promise((resolve) => {
      setTimeout(resolve, 80);
    });
    const answer = await wire.post("/v1/chat/completions", chatRequest, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(await answer.json()).toMatchObject({ error: { code: "key-expired" } });
  });

  it("limited to routes reach nothing else, by no other path", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    const { key } = wire.gateway.issue({ allowedRoutes: ["support"] });
    const headers = { authorization: `Bearer ${key}` };
    const asked = async (path: string, model: string) =>
      (await wire.post(path, { ...chatRequest, model }, { headers })).status;
    expect(await asked("/v1/chat/completions", "support")).toBe(200);
    expect(await asked("/v1/chat/completions", "gpt-4o-mini")).toBe(403);
    expect(await asked("/v1/chat/completions", "openai/gpt-4o-mini")).toBe(403);
    expect(await asked("/providers/openai/chat/completions", "gpt-4o-mini")).toBe(403);
    expect(await asked("/v1/embeddings", "text-embedding-3-small")).toBe(403);
    expect((await fetch(`${wire.gateway.url}/v1/files`, { headers })).status).toBe(403);
  });

  it("without the passthrough scope reach model calls only", async () => {
    wire.upstream.use(answerJson({ data: [] }));
    const { key } = wire.gateway.issue({ scopes: ["call"] });
    const headers = { authorization: `Bearer ${key}` };
    expect((await fetch(`${wire.gateway.url}/v1/files`, { headers })).status).toBe(403);
    expect((await wire.post("/v1/chat/completions", chatRequest, { headers })).status).toBe(200);
  });

  it("never appear in the log or the ledger", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    await wire.post("/v1/chat/completions", chatRequest);
    await wire.post("/v1/chat/completions", "{", { headers: { "holdfast-tags": "a=b" } });
    const written = JSON.stringify([wire.gateway.logged, wire.gateway.recorder.entries]);
    for (const secret of [wire.gateway.key, providerKey]) expect(written).not.toContain(secret);
  });
});

describe("where a call goes", () => {
  it("is never decided by its Host, an absolute URL, a forwarding header or a path", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    const { port } = new URL(wire.gateway.url);
    const body = JSON.stringify(chatRequest);
    for (const target of ["http://evil.example/v1/chat/completions", "/v1/chat/completions"]) {
      const before = wire.upstream.requests.length;
      const answer = await sendRaw(
        wire.gateway.url,
        `POST ${target} HTTP/1.1\r\nhost: evil.example\r\nx-forwarded-host: evil.example\r\nauthorization: Bearer ${wire.gateway.key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
      // An absolute URL is no path of ours; the other one reaches the configured host.
      expect(answer.slice(9, 12)).toBe(target.startsWith("/") ? "200" : "404");
      const host = wire.upstream.requests.at(before)?.headers["host"];
      expect(host === undefined || host === new URL(wire.upstream.url).host).toBe(true);
      expect(host).not.toBe(`127.0.0.1:${port}`);
    }
  });

  it("neither follows a provider's redirect nor sends the caller after it, key in hand", async () => {
    wire.upstream.use((request, response) => {
      if (request.url.includes("elsewhere")) response.writeHead(200).end("stolen");
      else response.writeHead(307, { location: `${wire.upstream.url}/elsewhere` }).end();
    });
    const before = wire.upstream.requests.length;
    const answer = await fetch(`${wire.gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${wire.gateway.key}` },
      body: JSON.stringify(chatRequest),
      redirect: "manual",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([502, null]);
    expect(await answer.text()).toContain("redirect (307)");
    expect(wire.upstream.requests.length).toBe(before + 1);
    expect(await wire.settled()).toMatchObject({ status: 502, error_code: "upstream-unreachable" });
  });

  it.each(["/providers/openai/../../admin", "/providers/openai/%2e%2e/secret", "/providers/nobody/x"])(
    "stays under the provider's base path for %s",
    async (path) => {
      wire.upstream.use(answerJson({}));
      const before = wire.upstream.requests.length;
      const answer = await sendRaw(
        wire.gateway.url,
        `GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${wire.gateway.key}\r\n\r\n`,
      );
      expect(answer.slice(9, 12)).toMatch(/^4/);
      expect(wire.upstream.requests.length).toBe(before);
    },
  );
});

describe("header smuggling", () => {
  it("with both a length and chunks is refused", async () => {
    const answer = await sendRaw(
      wire.gateway.url,
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${wire.gateway.key}\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    );
    expect(answer.slice(9, 12)).toBe("400");
  });

  it("with headers that are too long is told so, and so is what is not HTTP", async () => {
    const long = await sendRaw(
      wire.gateway.url,
      `GET /v1/models HTTP/1.1\r\nhost: x\r\nx-long: ${"a".repeat(40_000)}\r\n\r\n`,
    );
    expect(long.slice(9, 12)).toBe("431");
    expect(long).toContain("limits.maxHeaderBytes");
    const other = await sendRaw(wire.gateway.url, "\x16\x03\x01\x00\xa5");
    expect(other.slice(9, 12)).toBe("400");
    expect(other).toContain("HTTP/1.1 as RFC 9112 has it");
  });

  it("through the caller's Connection header forwards nothing that it names", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    const body = JSON.stringify(chatRequest);
    await sendRaw(
      wire.gateway.url,
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: authorization, x-api-key\r\nauthorization: Bearer ${wire.gateway.key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(wire.upstream.requests.at(-1)?.headers["authorization"]).toBe(`Bearer ${providerKey}`);
  });
});
