import Anthropic, { toFile } from "@anthropic-ai/sdk";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { answerEvents, answerJson, hang } from "../support/stub-upstream.ts";
import {
  anthropicError,
  message,
  messageEvents,
  text,
  textBlock,
  thinkingBlock,
  toolBlock,
  weatherUse,
} from "./anthropic-answers.ts";
import { all, providerKey, rejection, useFlow } from "./flow-fixture.ts";

const flow = useFlow();
const client = (more: ConstructorParameters<typeof Anthropic>[0] = {}) =>
  new Anthropic({ baseURL: flow.url, apiKey: flow.key, maxRetries: 0, ...more });
const ask = {
  model: "thinker",
  max_tokens: 100,
  messages: [{ role: "user" as const, content: "What is the weather in Utrecht?" }],
};
const weather = z.object({ city: z.string(), unit: z.string() });
const tool = { name: "weather", description: "The weather.", input_schema: { type: "object" as const } };
// The ledger's input is all of it; Anthropic leaves out what was read from or written to a cache.
const tokens = {
  input_tokens: 23,
  cache_read_tokens: 4,
  cache_write_5m_tokens: 3,
  output_tokens: 9,
  usage_source: "provider",
};

describe("a message", () => {
  it("by a route's name reaches the route's model, and says which call it was", async () => {
    flow.answer(answerJson(message([text("Rain.")]), 200, { "request-id": "req_provider" }));
    const asking = client().messages.create({ ...ask, metadata: { user_id: "u-1" } });
    const { data, response, request_id: requestId } = await asking.withResponse();
    expect(data.content).toEqual([text("Rain.")]);
    expect(requestId).toBe("req_provider");
    expect(flow.sentJson()).toEqual({ ...ask, model: "claude-haiku-4-5", metadata: { user_id: "u-1" } });
    expect(flow.sent()[0]?.headers["x-api-key"]).toBe(providerKey);
    expect(flow.sent()[0]?.headers["anthropic-version"]).toMatch(/^20\d\d-/);
    const [row] = await flow.rows(1);
    expect(response.headers.get("holdfast-call-id")).toBe(row?.id);
    expect(row).toMatchObject({ route: "thinker", outcome: "answered", end_user: "u-1", ...tokens });
  });

  it("reads an image sent as base64, and betas, unchanged", async () => {
    flow.answer(answerJson(message([text("A cat.")])));
    const data = Buffer.alloc(100_000, 7).toString("base64");
    const content = [
      { type: "image" as const, source: { type: "base64" as const, media_type: "image/png" as const, data } },
      { type: "text" as const, text: "What is this?" },
    ];
    await client().beta.messages.create({
      ...ask,
      messages: [{ role: "user", content }],
      betas: ["context-1m-2025-08-07"],
    });
    expect(flow.sentJson()["messages"]).toEqual([{ role: "user", content }]);
    expect(flow.sent()[0]).toMatchObject({
      url: "/v1/messages",
      headers: { "anthropic-beta": "context-1m-2025-08-07" },
    });
  });

  it("calls a tool, takes its result, and answers", async () => {
    flow.answer(answerJson(message([weatherUse], "tool_use")), answerJson(message([text("Rain.")])));
    const asked: unknown[] = [];
    const runner = client().beta.messages.toolRunner({
      ...ask,
      tools: [
        betaZodTool({
          name: "weather",
          description: "The weather.",
          inputSchema: weather,
          run(input) {
            asked.push(input);
            return "rain";
          },
        }),
      ],
    });
    expect((await runner).content).toEqual([text("Rain.")]);
    expect(asked).toEqual([weatherUse.input]);
    // This runner keeps the conversation at Anthropic: its second request continues the first one's message.
    expect(flow.sentJson()).toMatchObject({
      messages: [{ role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "rain" }] }],
      thread: { type: "continue", previous_message_id: "msg_flow" },
    });
    expect((await flow.rows(2)).map((row) => row.finish_reason)).toEqual(["tool_use", "end_turn"]);
  });

  it("parses into a schema", async () => {
    flow.answer(answerJson(message([text(JSON.stringify(weatherUse.input))])));
    const parsed = await client().messages.parse({ ...ask, output_config: { format: zodOutputFormat(weather) } });
    expect(parsed.parsed_output).toEqual(weatherUse.input);
    expect(flow.sentJson()["output_config"]).toMatchObject({ format: { type: "json_schema" } });
  });
});

describe("a stream", () => {
  const blocks = [thinkingBlock, textBlock(["Rain", " in", " Utrecht."]), toolBlock];

  it("gives every event in order, and its helper the final message", async () => {
    const events = messageEvents(blocks, "tool_use");
    flow.answer(answerEvents(events));
    const got = await all(await client().messages.create({ ...ask, tools: [tool], stream: true }));
    const kept = events.filter((event) => !event.startsWith("event: ping"));
    expect(got.map((event) => event.type)).toEqual(kept.map((event) => event.split("\n")[0]?.slice("event: ".length)));
    const stream = client().messages.stream({ ...ask, tools: [tool] });
    const heard: string[] = [];
    stream.on("text", (delta) => heard.push(delta)).on("thinking", (delta) => heard.push(delta));
    expect((await stream.finalMessage()).content).toMatchObject([
      { type: "thinking", thinking: "It often rains there.", signature: "c2lnbmVk" },
      { type: "text", text: "Rain in Utrecht." },
      weatherUse,
    ]);
    expect(heard).toEqual(["It often rains there.", "Rain", " in", " Utrecht."]);
    for (const row of await flow.rows(2)) {
      expect(row).toMatchObject({ stream: true, outcome: "answered", finish_reason: "tool_use", ...tokens });
    }
  });

  it("comes from echo word by word", async () => {
    const stream = client().messages.stream({ ...ask, model: "mirror" });
    expect(await stream.finalText()).toBe("What is the weather in Utrecht?");
    expect((await flow.rows(1))[0]).toMatchObject({ route: "mirror", usage_source: "provider" });
  });

  it("that is aborted cancels the provider and is recorded as client-closed", async () => {
    flow.answer(answerEvents([...messageEvents(blocks).slice(0, 8), ...Array(200).fill(": waiting\n\n")], 10));
    const stream = client().messages.stream(ask);
    stream.on("text", () => stream.abort());
    expect(await rejection(stream.finalMessage())).toBeInstanceOf(Anthropic.APIUserAbortError);
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed", error_code: "client-closed" });
  });
});

describe("a call that is given up or tried again", () => {
  it("aborted by a signal raises the SDK's abort error and cancels the provider", async () => {
    flow.answer(hang());
    const controller = new AbortController();
    const asking = client().messages.create(ask, { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    expect(await rejection(asking)).toBeInstanceOf(Anthropic.APIUserAbortError);
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed", status: 499 });
  });

  it("out of the SDK's own time raises its timeout error and cancels the provider", async () => {
    flow.answer(hang());
    expect(await rejection(client({ timeout: 150 }).messages.create(ask))).toBeInstanceOf(
      Anthropic.APIConnectionTimeoutError,
    );
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed" });
  });

  it("retried by the SDK after a 529 is two calls in the ledger", async () => {
    flow.answer(
      answerJson(anthropicError("overloaded_error", "Overloaded"), 529, { "retry-after-ms": "1" }),
      answerJson(message([text("Rain.")])),
    );
    expect((await client({ maxRetries: 2 }).messages.create(ask)).content).toEqual([text("Rain.")]);
    expect((await flow.rows(2)).map((row) => [row.outcome, row.status])).toEqual([
      ["declined", 529],
      ["answered", 200],
    ]);
  });
});

describe("the rest of the API", () => {
  it("counts tokens, by a route's name", async () => {
    flow.answer(answerJson({ input_tokens: 14 }));
    const { max_tokens: _, ...countable } = ask;
    expect(await client().messages.countTokens(countable)).toMatchObject({ input_tokens: 14 });
    expect(flow.sentJson()["model"]).toBe("claude-haiku-4-5");
    expect((await flow.rows(1))[0]).toMatchObject({ operation: "count_tokens", usage_source: "none" });
  });

  it("lists models with the routes before them", async () => {
    const claude = {
      type: "model",
      id: "claude-haiku-4-5",
      display_name: "Claude",
      created_at: "2025-10-01T00:00:00Z",
    };
    flow.answer(answerJson({ data: [claude], has_more: false, first_id: claude.id, last_id: claude.id }));
    const listed = (await all(client().models.list())).map(({ id }) => id);
    expect(listed).toContain("thinker");
    expect(listed.at(-1)).toBe("claude-haiku-4-5");
  });

  it("uploads files as a form, and downloads them byte for byte", async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256);
    flow.answer(answerJson({ id: "file_1", type: "file", filename: "a.bin" }), (_request, response) => {
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(bytes);
    });
    const file = await client().beta.files.upload({ file: await toFile(bytes, "a.bin") });
    expect(file.id).toBe("file_1");
    const [upload] = flow.sent();
    expect(upload?.body.includes(Buffer.from(bytes))).toBe(true);
    const content = await (await client().beta.files.download("file_1")).arrayBuffer();
    expect(Buffer.from(content).equals(bytes)).toBe(true);
    expect((await flow.rows(2)).map((row) => row.operation)).toEqual(["files", "files.content"]);
  });

  it("runs batches and reads their results line by line", async () => {
    const path = "/v1/messages/batches/msgbatch_1/results";
    const batch = {
      id: "msgbatch_1",
      type: "message_batch",
      processing_status: "ended",
      results_url: `${flow.upstream.url}${path}`,
    };
    const line = { custom_id: "a", result: { type: "succeeded", message: message([text("Rain.")]) } };
    flow.answer(answerJson(batch), answerJson(batch), (_request, response) => {
      response.writeHead(200, { "content-type": "application/x-jsonl" }).end(`${JSON.stringify(line)}\n`.repeat(2));
    });
    const params = { max_tokens: 100, messages: ask.messages, model: "claude-haiku-4-5" };
    await client().messages.batches.create({ requests: [{ custom_id: "a", params }] });
    expect(await all(await client().messages.batches.results("msgbatch_1"))).toEqual([line, line]);
    expect(flow.sent().map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /v1/messages/batches",
      "GET /v1/messages/batches/msgbatch_1",
      `GET ${path}`,
    ]);
    expect(await flow.rows(3)).toHaveLength(3);
  });
});
