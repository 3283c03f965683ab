import { describe, expect, it } from "vitest";

import { chatAnswer, chatChunk, chatDone, chatFinish, chatRequest, chatUsage } from "../support/openai-fixtures.ts";
import { answerEvents, answerJson } from "../support/stub-upstream.ts";
import { useWire } from "./wire-fixture.ts";

const wire = useWire();
const odd = `{ "model" : "gpt-4o-mini",\n\t"x_unknown": [1.0, 1e3, "\\u00e9\\ud83d\\ude00"], "messages":[{"role":"user","content":"é😀"}] , "z":null}`;

describe("request bytes", () => {
  it("reach the provider unchanged, unknown fields, spaces, numbers and escapes included", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    await wire.post("/v1/chat/completions", odd);
    expect(wire.upstream.requests.at(-1)?.body.toString()).toBe(odd);
  });

  it("change in the model's name only when a route stands for it", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    await wire.post("/v1/chat/completions", odd.replace("gpt-4o-mini", "support"));
    expect(wire.upstream.requests.at(-1)?.body.toString()).toBe(odd);
    const { target, route } = { ...(await wire.settled()) };
    expect({ target, route }).toEqual({ target: "openai/gpt-4o-mini", route: "support" });
  });

  it("gain include_usage on a stream that did not ask, and the caller never sees the chunk it brings", async () => {
    const events = [chatChunk("Hel"), chatChunk("lo"), chatFinish, chatUsage, chatDone];
    wire.upstream.use(answerEvents(events));
    const answer = await wire.post("/v1/chat/completions", { ...chatRequest, stream: true });
    const text = await answer.text();
    expect(text).toBe([chatChunk("Hel"), chatChunk("lo"), chatFinish, chatDone].join(""));
    expect(JSON.parse(wire.upstream.requests.at(-1)?.body.toString() ?? "")).toEqual({
      ...chatRequest,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(await wire.settled()).toMatchObject({
      input_tokens: 12,
      output_tokens: 2,
      usage_source: "provider",
      stream: true,
    });
  });

  it("stay as they are when the caller asked for usage itself, and its usage chunk comes through", async () => {
    const events = [chatChunk("Hi"), chatFinish, chatUsage, chatDone];
    wire.upstream.use(answerEvents(events));
    const request = JSON.stringify({ ...chatRequest, stream: true, stream_options: { include_usage: true } });
    const answer = await wire.post("/v1/chat/completions", request);
    expect(await answer.text()).toBe(events.join(""));
    expect(wire.upstream.requests.at(-1)?.body.toString()).toBe(request);
  });

  it("name a Gemini model in the path, spliced for a provider's own", async () => {
    wire.upstream.use(answerJson({ candidates: [], usageMetadata: { promptTokenCount: 3, totalTokenCount: 3 } }));
    await wire.post("/v1beta/models/gemini/gemini-2.0-flash:generateContent?alt=json&key=", { contents: [] });
    expect(wire.upstream.requests.at(-1)?.url).toBe("/v1beta/models/gemini-2.0-flash:generateContent?alt=json");
  });

  it("that are compressed are refused, and the refusal says so", async () => {
    const answer = await wire.post("/v1/chat/completions", chatRequest, { headers: { "content-encoding": "gzip" } });
    expect([answer.status, answer.headers.get("holdfast-error")]).toEqual([400, "body-malformed"]);
    expect(await answer.text()).toContain("compressed");
  });

  it("may name a model that is no well-formed text", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    const inBody = await wire.post("/v1/chat/completions", String.raw`{"model":"openai/a\ud800b","messages":[]}`);
    expect([inBody.status, await inBody.json()]).toEqual([200, chatAnswer]);
    expect(inBody.headers.get("holdfast-target")).toBe("openai%2Fa%EF%BF%BDb");
  });

  it("with a top-level key twice are refused, escaped or not, before the provider is asked", async () => {
    const before = wire.upstream.requests.length;
    const answer = await wire.post("/v1/chat/completions", '{"model":"a","mod\\u0065l":"b","messages":[]}');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: "body-duplicate-key" } });
    expect(wire.upstream.requests.length).toBe(before);
  });
});

describe("answer bytes", () => {
  it("reach the caller unchanged with status, rate-limit and request-id headers", async () => {
    const body = '{ "id":"x", "usage": {"prompt_tokens":1,"completion_tokens":1,"total_tokens":2},\n "odd": 1.50 }   ';
    wire.upstream.use(answerJson(body, 200, { "x-ratelimit-remaining-tokens": "99", "x-request-id": "req_7" }));
    const answer = await wire.post("/v1/chat/completions", chatRequest);
    expect(await answer.text()).toBe(body);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "x-ratelimit-remaining-tokens": "99",
      "x-request-id": "req_7",
      "holdfast-target": "openai/gpt-4o-mini",
      "holdfast-attempts": "1",
    });
    expect(await wire.settled()).toMatchObject({ provider_request_id: "req_7", outcome: "answered" });
  });

  it.each([400, 401, 404, 429, 500, 529])("pass a provider's own %i through untouched, as declined", async (status) => {
    const body = `{"error":{"message":"no ${status}","type":"whatever","odd":[1.0]}}`;
    wire.upstream.use(answerJson(body, status, { "retry-after": "7" }));
    const answer = await wire.post("/v1/chat/completions", chatRequest);
    expect([answer.status, await answer.text(), answer.headers.get("retry-after")]).toEqual([status, body, "7"]);
    expect(await wire.settled()).toMatchObject({ outcome: "declined", status, usage_source: "none" });
  });

  it("pass an HTML error page through untouched", async () => {
    wire.upstream.use((_request, response) => {
      response.writeHead(502, { "content-type": "text/html" });
      response.end("<html><h1>502 Bad Gateway</h1></html>");
    });
    const answer = await wire.post("/v1/chat/completions", chatRequest);
    expect([answer.status, await answer.text()]).toEqual([502, "<html><h1>502 Bad Gateway</h1></html>"]);
  });

  it("of a file are forwarded byte for byte", async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7) % 256));
    wire.upstream.use((_request, response) => {
      response.writeHead(200, { "content-type": "audio/mpeg" });
      response.end(bytes);
    });
    const answer = await wire.post("/v1/audio/speech", { model: "tts-1", input: "hi", voice: "alloy" });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(await wire.settled()).toMatchObject({ operation: "audio.speech", response_bytes: bytes.length });
  });
});

describe("the list of models", () => {
  it("is the provider's own with the routes spliced in at its front", async () => {
    wire.upstream.use(answerJson('{"object":"list", "data":[ {"id":"gpt-4o","odd":1.0} ]}'));
    const answer = await fetch(`${wire.gateway.url}/v1/models`, {
      headers: { authorization: `Bearer ${wire.gateway.key}` },
    });
    expect(await answer.text()).toBe(
      '{"object":"list", "data":[{"id":"support","object":"model","created":0,"owned_by":"holdfast"}, {"id":"gpt-4o","odd":1.0} ]}',
    );
  });

  it("is Anthropic's for a request with its version header, and Gemini's under its path", async () => {
    const listed = async (path: string, answer: string, headers: Record<string, string> = {}) => {
      wire.upstream.use(answerJson(answer));
      const response = await fetch(`${wire.gateway.url}${path}`, {
        headers: { "x-api-key": wire.gateway.key, ...headers },
      });
      return JSON.parse(await response.text());
    };
    expect(
      await listed("/v1/models", '{"data":[],"has_more":false}', { "anthropic-version": "2023-06-01" }),
    ).toMatchObject({
      data: [{ type: "model", id: "support" }],
      has_more: false,
    });
    expect(await listed("/v1beta/models", '{"models":[{"name":"models/gemini-2.0-flash"}]}')).toMatchObject({
      models: [{ name: "models/support" }, { name: "models/gemini-2.0-flash" }],
    });
  });
});
