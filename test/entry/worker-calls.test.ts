import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

import { chatAnswer, chatChunk, chatDone, chatFinish, chatRequest, chatUsage } from "../support/openai-fixtures.ts";
import { postgresServer } from "../support/postgres.ts";
import { answerEvents, answerJson } from "../support/stub-upstream.ts";
import { useWorkerWire, providerKey } from "../support/worker-wire.ts";

const odd = `{ "model" : "gpt-4o-mini",\n\t"x_unknown": [1.0, 1e3, "\\u00e9\\ud83d\\ude00"], "messages":[{"role":"user","content":"é😀"}] , "z":null}`;
const priced = { cost_nanodollars: expect.any(Number), price_source: "genai-prices", config_hash: expect.any(String) };

interface Case {
  readonly dialect: string;
  readonly path: string;
  readonly body: unknown;
}

const user = { role: "user", content: "hello brave new world" };
const plain: readonly Case[] = [
  { dialect: "openai-chat", path: "/v1/chat/completions", body: { model: "echo/m", messages: [user] } },
  { dialect: "openai-responses", path: "/v1/responses", body: { model: "echo/m", input: user.content } },
  { dialect: "anthropic-messages", path: "/v1/messages", body: { model: "echo/m", max_tokens: 9, messages: [user] } },
  {
    dialect: "gemini",
    path: "/v1beta/models/echo%2Fm:generateContent",
    body: { contents: [{ role: "user", parts: [{ text: user.content }] }] },
  },
  { dialect: "openai", path: "/v1/embeddings", body: { model: "echo/m", input: user.content } },
];
const streamed: readonly Case[] = [
  ...plain.slice(0, 3).map((one) => ({ ...one, body: { ...Object(one.body), stream: true } })),
  {
    dialect: "gemini",
    path: "/v1beta/models/echo%2Fm:streamGenerateContent?alt=sse",
    body: plain[3]?.body,
  },
];

describe.skipIf(postgresServer === undefined)("calls through workerd", () => {
  const wire = useWorkerWire();

  it.each(plain)("of $dialect are answered by echo and recorded", async ({ dialect, path, body }) => {
    const answer = await wire.worker.post(path, body);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    if (dialect !== "openai") expect(text).toContain("hello brave new world");
    expect(await wire.worker.row(answer)).toMatchObject({
      dialect,
      outcome: "answered",
      status: 200,
      stream: false,
      usage_source: "provider",
      input_tokens: expect.any(Number),
      response_bytes: Buffer.byteLength(text),
    });
  });

  it.each(streamed)("of $dialect are streamed by echo and recorded", async ({ dialect, path, body }) => {
    const answer = await wire.worker.post(path, body);
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    expect(await answer.text()).toContain("brave");
    expect(await wire.worker.row(answer)).toMatchObject({
      dialect,
      outcome: "answered",
      stream: true,
      usage_source: "provider",
      input_tokens: expect.any(Number),
      output_tokens: expect.any(Number),
      ttft_ms: expect.any(Number),
    });
  });

  it("reach the provider with the caller's bytes, and the caller with the provider's", async () => {
    const bytes = `\n${JSON.stringify(chatAnswer, null, 3)}   é`;
    wire.upstream.use(answerJson(bytes, 200, { "x-request-id": "req_9", "x-ratelimit-remaining-tokens": "7" }));
    const answer = await wire.worker.post("/v1/chat/completions", odd);
    expect(await answer.text()).toBe(bytes);
    expect(wire.upstream.requests.at(-1)?.body.toString()).toBe(odd);
    expect(answer.headers.get("x-ratelimit-remaining-tokens")).toBe("7");
    expect(answer.headers.get("x-request-id")).toBe("req_9");
  });

  it("are priced, and name the answering model and its fingerprint", async () => {
    wire.upstream.use(answerJson(chatAnswer, 200, { "x-request-id": "req_9" }));
    const answer = await wire.worker.post("/v1/chat/completions", { ...chatRequest, model: "support" });
    await answer.text();
    expect(JSON.parse(wire.upstream.requests.at(-1)?.body.toString() ?? "")).toEqual(chatRequest);
    expect(await wire.worker.row(answer)).toMatchObject({
      ...priced,
      route: "support",
      target: "openai/gpt-4o-mini",
      answering_model: chatAnswer.model,
      system_fingerprint: "fp_1",
      input_tokens: 12,
      cache_read_tokens: 4,
      output_tokens: 3,
      provider_request_id: "req_9",
    });
  });

  it("give the provider its own key and nothing of the caller's", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    await wire.worker.post("/v1/chat/completions", chatRequest, { headers: { cookie: "a=b", "x-private": "c" } });
    const received = wire.upstream.requests.at(-1)?.headers ?? {};
    expect(received["authorization"]).toBe(`Bearer ${providerKey}`);
    expect(JSON.stringify(received)).not.toContain(wire.worker.key);
    expect(received).not.toHaveProperty("cookie");
    expect(received).not.toHaveProperty("x-private");
  });

  it("that stream get usage that the caller did not ask for, and never see its chunk", async () => {
    wire.upstream.use(answerEvents([chatChunk("Hel"), chatChunk("lo"), chatFinish, chatUsage, chatDone]));
    const answer = await wire.worker.post("/v1/chat/completions", { ...chatRequest, stream: true });
    expect(await answer.text()).toBe([chatChunk("Hel"), chatChunk("lo"), chatFinish, chatDone].join(""));
    expect(wire.upstream.requests.at(-1)?.body.toString()).toContain('"include_usage":true');
    expect(await wire.worker.row(answer)).toMatchObject({ input_tokens: 12, output_tokens: 2, stream: true });
  });

  it("whose provider reports no usage are estimated and priced", async () => {
    wire.upstream.use(answerEvents([chatChunk("Hello brave new world"), chatFinish, chatDone]));
    const answer = await wire.worker.post("/v1/chat/completions", { ...chatRequest, stream: true });
    await answer.text();
    expect(await wire.worker.row(answer)).toMatchObject({ ...priced, usage_source: "estimated", output_tokens: 6 });
  });

  it("keep the order and the grain of a provider's events", async () => {
    const events = Array.from({ length: 200 }, (_, index) => chatChunk(`word${index} `));
    wire.upstream.use(answerEvents([...events, chatFinish, chatUsage, chatDone], 1));
    const body = { ...chatRequest, stream: true, stream_options: { include_usage: true } };
    const answer = await wire.worker.post("/v1/chat/completions", body);
    const chunks: string[] = [];
    for await (const chunk of answer.body ?? []) chunks.push(Buffer.from(chunk).toString());
    expect(chunks.join("")).toBe([...events, chatFinish, chatUsage, chatDone].join(""));
    expect(chunks.length).toBeGreaterThan(20);
  });

  it.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
  ] as const)("that a provider packs with %s all the same arrive readable and are metered", async (encoding, pack) => {
    const packed = pack(JSON.stringify(chatAnswer));
    wire.upstream.use((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": encoding });
      response.end(packed);
    });
    const answer = await wire.worker.post("/v1/chat/completions", chatRequest);
    expect(await answer.json()).toEqual(chatAnswer);
    expect(await wire.worker.row(answer)).toMatchObject({ input_tokens: 12, output_tokens: 3 });
  });

  it("that are redirected are followed by nobody", async () => {
    wire.upstream.use((_request, response) => void response.writeHead(307, { location: "/elsewhere" }).end());
    const before = wire.upstream.requests.length;
    const answer = await fetch(`${wire.worker.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${wire.worker.key}` },
      body: JSON.stringify(chatRequest),
      redirect: "manual",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([502, null]);
    expect(await answer.text()).toContain("redirect (307)");
    expect(wire.upstream.requests.length).toBe(before + 1);
  });

  it("that upload a file pass it on byte for byte, with the length that was named", async () => {
    wire.upstream.use(answerJson({ id: "file-1", object: "file" }));
    const form = new FormData();
    form.set("purpose", "assistants");
    form.set("file", new Blob([new Uint8Array(300_000).fill(7)]), "seven.bin");
    const sent = new Response(form);
    const contentType = sent.headers.get("content-type") ?? "";
    const bytes = Buffer.from(await sent.arrayBuffer());
    const answer = await fetch(`${wire.worker.url}/v1/files`, {
      method: "POST",
      headers: { authorization: `Bearer ${wire.worker.key}`, "content-type": contentType },
      body: bytes,
    });
    expect(answer.status).toBe(200);
    const received = wire.upstream.requests.at(-1);
    expect(received?.body.equals(bytes)).toBe(true);
    expect(received?.headers["content-type"]).toBe(contentType);
    expect(received?.headers["content-length"]).toBe(String(bytes.byteLength));
  });

  it("that download a file get its bytes, its type and its length", async () => {
    const file = Buffer.alloc(2_000_000, "0123456789");
    wire.upstream.use((_request, response) => {
      response.writeHead(200, { "content-type": "application/octet-stream", "content-length": file.byteLength });
      response.end(file);
    });
    const answer = await fetch(`${wire.worker.url}/v1/files/f/content`, {
      headers: { authorization: `Bearer ${wire.worker.key}` },
    });
    expect(answer.headers.get("content-length")).toBe(String(file.byteLength));
    expect(Buffer.from(await answer.arrayBuffer()).equals(file)).toBe(true);
    expect(await wire.worker.row(answer)).toMatchObject({
      response_bytes: file.byteLength,
      operation: "files.content",
    });
  });

  it.each([204, 304])("that a provider answers with %s have no body and are recorded", async (status) => {
    wire.upstream.use((_request, response) => void response.writeHead(status).end());
    const answer = await fetch(`${wire.worker.url}/v1/batches/b`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${wire.worker.key}` },
    });
    expect([answer.status, await answer.text()]).toEqual([status, ""]);
    expect(await wire.worker.row(answer)).toMatchObject({ status });
  });

  it.each([429, 500, 529])("that a provider declines with %s pass its own error through", async (status) => {
    const error = { error: { message: "no", type: "x", code: null } };
    wire.upstream.use(answerJson(error, status, { "retry-after": "3" }));
    const answer = await wire.worker.post("/v1/chat/completions", chatRequest);
    expect([answer.status, await answer.json(), answer.headers.get("retry-after")]).toEqual([status, error, "3"]);
    expect(await wire.worker.row(answer)).toMatchObject({ outcome: "declined", status });
  });

  it.each([
    ["/v1/chat/completions", { error: { code: "model-missing", type: "invalid_request_error" } }],
    ["/v1/messages", { type: "error", error: { type: "invalid_request_error" } }],
    ["/v1beta/models/openai%2Fy:generateContent", { error: { code: 400, status: "INVALID_ARGUMENT" } }],
  ])("that are refused at %s get the caller's own dialect, and a row", async (path, shape) => {
    const answer = await wire.worker.post(path, "{}", { headers: { "anthropic-version": "2023-06-01" } });
    expect(await answer.json()).toMatchObject(shape);
    expect(await wire.worker.row(answer)).toMatchObject({ outcome: "refused" });
  });

  it("keep what a caller's path says, percent signs and all", async () => {
    wire.upstream.use(answerJson({}));
    await fetch(`${wire.worker.url}/v1/files/a%2Fb%20c?limit=2&after=%C3%A9`, {
      headers: { authorization: `Bearer ${wire.worker.key}` },
    });
    expect(wire.upstream.requests.at(-1)?.url).toBe("/v1/files/a%2Fb%20c?limit=2&after=%C3%A9");
  });
});
