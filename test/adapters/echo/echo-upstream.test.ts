import { expect, test } from "vitest";
import { createEchoUpstream } from "../../../src/adapters/echo/echo-upstream.ts";
import { nodeClock } from "../../../src/adapters/node/clock.ts";
import { createNodeIds } from "../../../src/adapters/node/ids.ts";
import type { ByteSource } from "../../../src/ports/http-message.ts";
import type { UpstreamExchange } from "../../../src/ports/upstream.ts";

const echo = createEchoUpstream({ clock: nodeClock, ids: createNodeIds() });

function send(path: string, body: unknown, method = "POST"): UpstreamExchange {
  return echo.send({
    origin: "http://echo.invalid",
    path,
    method,
    headers: [],
    body: typeof body === "string" ? new TextEncoder().encode(body) : asBody(body),
    connectMs: 1_000,
    decode: true,
  });
}

function asBody(body: unknown): Uint8Array | undefined {
  return body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body));
}

function textOf(source: ByteSource): Promise<string> {
  return new Promise((resolve, reject) => {
    const decoder = new TextDecoder();
    let text = "";
    source.start({
      data(chunk) {
        text += decoder.decode(chunk, { stream: true });
      },
      end: () => resolve(text),
      fail: reject,
    });
  });
}

const turns = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 5));
const longStream = { model: "m", stream: true, messages: [{ role: "user", content: "word ".repeat(2_000) }] };

test("answers below any base path, or none", async () => {
  const body = { model: "m", messages: [{ role: "user", content: "hi" }] };
  for (const path of ["/chat/completions", "/v1/chat/completions", "/openai/deployments/x/chat/completions"]) {
    const answer = await send(path, body).answer;
    expect(JSON.parse(await textOf(answer.body))).toMatchObject({ object: "chat.completion" });
  }
});

test("a Gemini stream without alt=sse is one JSON array in pieces", async () => {
  const contents = [{ role: "user", parts: [{ text: "a b" }] }];
  const answer = await send("/v1beta/models/echo-1:streamGenerateContent", { contents }).answer;
  expect(answer.headers).toContain("application/json");
  const parsed: unknown = JSON.parse(await textOf(answer.body));
  expect(parsed).toMatchObject([
    { candidates: [{ content: { parts: [{ text: "a" }] } }] },
    { candidates: [{ content: { parts: [{ text: " b" }] }, finishReason: "STOP" }] },
  ]);
});

test("a request that is no JSON object gets a 400 in its API's form", async () => {
  const answer = await send("/v1/messages", "[1]").answer;
  expect(answer.status).toBe(400);
  expect(JSON.parse(await textOf(answer.body))).toMatchObject({
    type: "error",
    error: { type: "invalid_request_error" },
  });
});

test("an unknown Gemini path gets Google's error", async () => {
  const answer = await send("/v1beta/cachedContents", {}).answer;
  expect(JSON.parse(await textOf(answer.body))).toMatchObject({ error: { code: 404, status: "NOT_FOUND" } });
});

test("a paused stream says nothing until it is resumed, and loses nothing", async () => {
  const { body } = await send("/chat/completions", longStream).answer;
  let chunks = 0;
  let text = "";
  const ended = new Promise<void>((resolve, reject) => {
    body.start({
      data(chunk) {
        chunks += 1;
        text += new TextDecoder().decode(chunk);
        if (chunks === 5) body.pause();
      },
      end: resolve,
      fail: reject,
    });
  });
  await turns(4);
  expect(chunks).toBe(5);
  body.resume();
  await ended;
  expect(text.match(/"content":"/g)).toHaveLength(2_002);
  expect(text).toMatch(/data: \[DONE\]\n\n$/);
});

test("a cancelled stream goes silent at once", async () => {
  const exchange = send("/chat/completions", longStream);
  const { body } = await exchange.answer;
  let chunks = 0;
  body.start({
    data() {
      chunks += 1;
      if (chunks === 3) exchange.cancel(new Error("the caller left"));
    },
    end: () => expect.unreachable(),
    fail: () => expect.unreachable(),
  });
  await turns(4);
  expect(chunks).toBe(3);
});

test("an exchange that is cancelled before its answer rejects with the reason", async () => {
  const exchange = send("/chat/completions", longStream);
  const reason = new Error("the caller left");
  exchange.cancel(reason);
  await expect(exchange.answer).rejects.toBe(reason);
});

test("a long stream leaves room for everything else in the process", async () => {
  const { body } = await send("/chat/completions", longStream).answer;
  let over = false;
  const reading = textOf(body).then(() => {
    over = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(over).toBe(false);
  await reading;
});
