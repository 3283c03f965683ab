import { describe, expect, it } from "vitest";

import { chatAnswer, chatChunk, chatDone, chatFinish, chatRequest, chatUsage } from "../support/openai-fixtures.ts";
import { answerEvents, answerJson, hang, pause, reset } from "../support/stub-upstream.ts";
import { useWire } from "./wire-fixture.ts";

const wire = useWire(`
limits: { firstByte: 1500ms, idle: 1500ms, total: 4s, connect: 1s, bodyRead: 500ms, bodyBytes: 64KiB }
`);
const streamed = { ...chatRequest, stream: true };

describe("a client that leaves", () => {
  it("before the answer's head cancels the upstream at once and is recorded with 499", async () => {
    wire.upstream.use(hang());
    const controller = new AbortController();
    const call = wire.post("/v1/chat/completions", chatRequest, { signal: controller.signal });
    await waitForRequest();
    controller.abort();
    await expect(call).rejects.toThrow();
    const leftAt = performance.now();
    await wire.upstream.requests.at(-1)?.aborted;
    expect(performance.now() - leftAt).toBeLessThan(100);
    expect(await wire.settled()).toMatchObject({ outcome: "client-closed", status: 499, error_code: "client-closed" });
  });

  it("in the middle of a stream cancels the upstream at once, and what was sent is handed over to be counted", async () => {
    wire.upstream.use(answerEvents([chatChunk("Hello"), chatChunk(" world"), ...Array(200).fill(chatChunk("!"))], 20));
    const controller = new AbortController();
    const answer = await wire.post("/v1/chat/completions", streamed, { signal: controller.signal });
    const reader = answer.body?.getReader();
    await reader?.read();
    await reader?.read();
    controller.abort();
    const leftAt = performance.now();
    await wire.upstream.requests.at(-1)?.aborted;
    expect(performance.now() - leftAt).toBeLessThan(100);
    expect(await wire.settled()).toMatchObject({ outcome: "client-closed", status: 200 });
    const { count } = { ...wire.gateway.recorder.entries.at(-1) };
    expect(count?.output).toMatch(/^Hello/);
    expect(count?.input).toContain("Hi");
  });

  it("frees the call", async () => {
    expect(wire.gateway.gateway.openCalls.count()).toBe(0);
  });
});

describe("a provider that fails", () => {
  it("by resetting the connection is a 502 that SDKs retry", async () => {
    wire.upstream.use(reset());
    const answer = await wire.post("/v1/chat/completions", chatRequest);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ error: { code: "upstream-unreachable" } });
    expect(await wire.settled()).toMatchObject({ outcome: "broke", status: 502, error_code: "upstream-unreachable" });
  });

  it("by saying nothing is a 504 after the first-byte limit", async () => {
    wire.upstream.use(hang());
    const answer = await wire.post("/v1/chat/completions", chatRequest);
    expect(answer.status).toBe(504);
    expect(await wire.settled()).toMatchObject({ outcome: "timed-out", error_code: "upstream-timeout" });
  });

  it("by cutting a plain answer short is a 502, not half an answer", async () => {
    wire.upstream.use((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
      response.write(JSON.stringify(chatAnswer).slice(0, 100));
      setTimeout(() => response.destroy(), 20);
    });
    const answer = await wire.post("/v1/chat/completions", chatRequest);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ error: { code: "upstream-broke" } });
    expect(await wire.settled()).toMatchObject({ outcome: "broke" });
  });

  it("by cutting a stream between two events ends it with an error event in the caller's dialect", async () => {
    wire.upstream.use(async (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chatChunk("Hel"));
      await pause(50);
      response.destroy();
    });
    const answer = await wire.post("/v1/chat/completions", streamed);
    const text = await answer.text();
    expect(text.startsWith(chatChunk("Hel"))).toBe(true);
    expect(
      JSON.parse(
        text
          .slice(chatChunk("Hel").length)
          .trim()
          .replace(/^data: /, ""),
      ),
    ).toMatchObject({
      error: { code: "upstream-broke" },
    });
    expect(await wire.settled()).toMatchObject({ outcome: "broke", status: 200, error_code: "upstream-broke" });
  });

  it("by cutting a stream inside an event breaks the connection, so that nothing reads as complete", async () => {
    wire.upstream.use(async (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chatChunk("Hel") + chatChunk("lo").slice(0, 30));
      await pause(50);
      response.destroy();
    });
    const answer = await wire.post("/v1/chat/completions", { ...streamed, stream_options: { include_usage: true } });
    await expect(answer.text()).rejects.toThrow();
    expect(await wire.settled()).toMatchObject({ outcome: "broke" });
  });

  it("by falling silent inside a stream is ended after the idle limit", async () => {
    wire.upstream.use(async (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chatChunk("Hel"));
    });
    const answer = await wire.post("/v1/chat/completions", streamed);
    expect(await answer.text()).toContain("upstream-timeout");
    expect(await wire.settled()).toMatchObject({ outcome: "timed-out" });
  });

  it("by never ending a stream is ended after the total limit", async () => {
    wire.upstream.use(answerEvents(Array(1000).fill(chatChunk("x")), 20));
    const answer = await wire.post("/v1/chat/completions", streamed);
    expect(await answer.text()).toContain("call-timeout");
    expect(await wire.settled()).toMatchObject({ outcome: "timed-out", error_code: "call-timeout" });
  }, 10_000);

  it("after its own end of the stream loses nothing", async () => {
    const events = [chatChunk("Hi"), chatFinish, chatUsage, chatDone];
    wire.upstream.use(async (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(events.join(""));
      await pause(50);
      response.destroy();
    });
    const answer = await wire.post("/v1/chat/completions", { ...streamed, stream_options: { include_usage: true } });
    expect(await answer.text()).toBe(events.join(""));
    expect(await wire.settled()).toMatchObject({ outcome: "answered", output_tokens: 2 });
  });
});

describe("a bad request", () => {
  it.each([
    ["no JSON", "not json", 400, "body-malformed"],
    ["an array", "[1]", 400, "body-malformed"],
    ["cut", '{"model":"gpt-4o-mini","messages":[', 400, "body-malformed"],
    ["nothing", "", 400, "body-malformed"],
    ["no model", '{"messages":[]}', 400, "model-missing"],
    ["a number for a model", '{"model":7,"messages":[]}', 400, "model-missing"],
    ["a mistyped route", '{"model":"suport","messages":[]}', 404, "model-unknown"],
    ["an unknown provider", '{"model":"opnai/gpt-4o","messages":[]}', 404, "model-unknown"],
    ["another dialect's provider", '{"model":"anthropic/claude-3","messages":[]}', 400, "dialect-unsupported"],
  ])("of %s is refused clearly and recorded", async (_name, body, status, code) => {
    const answer = await wire.post("/v1/chat/completions", body);
    expect([answer.status, await answer.json()]).toMatchObject([status, { error: { code } }]);
    expect(await wire.settled()).toMatchObject({ outcome: "refused", status, error_code: code });
  });

  it("names the nearest route", async () => {
    const answer = await wire.post("/v1/chat/completions", { ...chatRequest, model: "suport" });
    expect(await answer.text()).toContain('Did you mean \\"support\\"?');
    await wire.settled();
  });

  it("that is too large is refused by its length, and by counting when it names none", async () => {
    const large = JSON.stringify({ ...chatRequest, pad: "x".repeat(100_000) });
    const named = await wire.post("/v1/chat/completions", large);
    expect(named.status).toBe(413);
    const counted = await fetch(`${wire.gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${wire.gateway.key}` },
      body: new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(large));
          controller.close();
        },
      }),
      duplex: "half",
    });
    expect(await counted.json()).toMatchObject({ error: { code: "body-too-large" } });
    await wire.settled();
  });

  it("that trickles in is refused after the body limit", async () => {
    const slow = await fetch(`${wire.gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${wire.gateway.key}` },
      body: new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode("{"));
        },
      }),
      duplex: "half",
    });
    expect(slow.status).toBe(408);
    expect(await wire.settled()).toMatchObject({ error_code: "body-timeout" });
  });

  it("with invalid UTF-8 goes to the provider as it came", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    const bytes = Buffer.concat([
      Buffer.from('{"model":"gpt-4o-mini","messages":[{"role":"user","content":"'),
      Buffer.from([0xff, 0xfe, 0xc3]),
      Buffer.from('"}]}'),
    ]);
    const answer = await fetch(`${wire.gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${wire.gateway.key}` },
      body: bytes,
    });
    expect(answer.status).toBe(200);
    expect(wire.upstream.requests.at(-1)?.body.equals(bytes)).toBe(true);
    await wire.settled();
  });
});

async function waitForRequest(): Promise<void> {
  const before = wire.upstream.requests.length;
  for (let turn = 0; turn < 200 && wire.upstream.requests.length === before; turn += 1) await pause(5);
}

describe("a stream's own end", () => {
  it("settles the call when the body's end does not follow, and reaches the caller at once all the same", async () => {
    const events = [chatChunk("Hi"), chatFinish, chatUsage, chatDone];
    wire.upstream.use((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(events.join(""));
    });
    const answer = await wire.post("/v1/chat/completions", { ...streamed, stream_options: { include_usage: true } });
    const reader = answer.body?.getReader();
    const startedAt = performance.now();
    let text = "";
    while (!text.includes("[DONE]")) text += new TextDecoder().decode((await reader?.read())?.value);
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(await wire.settled()).toMatchObject({ outcome: "answered", output_tokens: 2 });
    await reader?.cancel();
  });

  it("is none when more follows: the usage of the whole body counts", async () => {
    const again = chatUsage.replace(
      '"completion_tokens":2,"total_tokens":14',
      '"completion_tokens":9,"total_tokens":21',
    );
    const events = [chatChunk("Hi"), chatFinish, chatUsage, chatDone, chatChunk("!"), again, chatDone];
    wire.upstream.use(answerEvents(events));
    const answer = await wire.post("/v1/chat/completions", { ...streamed, stream_options: { include_usage: true } });
    expect(await answer.text()).toBe(events.join(""));
    expect(await wire.settled()).toMatchObject({ outcome: "answered", output_tokens: 9 });
  });
});
