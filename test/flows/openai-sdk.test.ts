import OpenAI from "openai";
import { zodResponseFormat, zodTextFormat } from "openai/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { answerEvents, answerJson, hang } from "../support/stub-upstream.ts";
import { all, providerKey, rejection, useFlow } from "./flow-fixture.ts";
import {
  chatCompletion,
  chatEvents,
  functionCall,
  functionCallEvents,
  outputMessage,
  response,
  responseEvents,
  textDeltas,
  toolCallMessage,
  toolDeltas,
  weatherCall,
} from "./openai-answers.ts";

const flow = useFlow();
const client = (more: ConstructorParameters<typeof OpenAI>[0] = {}) =>
  new OpenAI({ baseURL: `${flow.url}/v1`, apiKey: flow.key, maxRetries: 0, ...more });
const ask = [{ role: "user" as const, content: "What is the weather in Utrecht?" }];
const weatherTool = {
  type: "function" as const,
  function: {
    name: "weather",
    strict: true,
    parameters: {
      type: "object",
      properties: { city: { type: "string" }, unit: { type: "string" } },
      required: ["city", "unit"],
      additionalProperties: false,
    },
  },
};
const tokens = { input_tokens: 20, cache_read_tokens: 4, output_tokens: 9, usage_source: "provider" };

describe("a chat completion", () => {
  it("by a route's name reaches the route's model, and says which call it was", async () => {
    flow.answer(answerJson(chatCompletion({ content: "Rain." }), 200, { "x-request-id": "req_provider" }));
    const asking = client().chat.completions.create({ model: "support", messages: ask, user: "u-1" });
    const { data, response: http, request_id: requestId } = await asking.withResponse();
    expect(data.choices[0]?.message.content).toBe("Rain.");
    expect(requestId).toBe("req_provider");
    expect(flow.sentJson()).toEqual({ model: "gpt-4o-mini", messages: ask, user: "u-1" });
    expect(flow.sent()[0]?.headers["authorization"]).toBe(`Bearer ${providerKey}`);
    const [row] = await flow.rows(1);
    expect(http.headers.get("holdfast-call-id")).toBe(row?.id);
    expect(http.headers.get("holdfast-target")).toBe("openai/gpt-4o-mini");
    expect(row).toMatchObject({ route: "support", outcome: "answered", stream: false, ...tokens });
  });

  it("reads an image sent as base64 unchanged", async () => {
    flow.answer(answerJson(chatCompletion({ content: "A cat." })));
    const url = `data:image/png;base64,${Buffer.alloc(100_000, 7).toString("base64")}`;
    const content = [
      { type: "text" as const, text: "What is this?" },
      { type: "image_url" as const, image_url: { url } },
    ];
    await client().chat.completions.create({ model: "support", messages: [{ role: "user", content }] });
    expect(flow.sentJson()).toEqual({ model: "gpt-4o-mini", messages: [{ role: "user", content }] });
  });

  it("calls a tool, takes its result, and answers", async () => {
    flow.answer(
      answerJson(chatCompletion(toolCallMessage, "tool_calls")),
      answerJson(chatCompletion({ content: "Rain." })),
    );
    const asked: string[] = [];
    const runner = client().chat.completions.runTools({
      model: "support",
      messages: ask,
      tools: [
        {
          type: "function",
          function: {
            ...weatherTool.function,
            description: "The weather in a city.",
            function: (input: string) => {
              asked.push(input);
              return "rain";
            },
          },
        },
      ],
    });
    expect(await runner.finalContent()).toBe("Rain.");
    expect(asked).toEqual([JSON.stringify(weatherCall)]);
    expect(flow.sentJson()["messages"]).toMatchObject([
      { role: "user" },
      { role: "assistant", tool_calls: [{ id: "call_1" }] },
      { role: "tool", tool_call_id: "call_1", content: "rain" },
    ]);
    expect((await flow.rows(2)).map((row) => row.finish_reason)).toEqual(["tool_calls", "stop"]);
  });

  it("parses into a schema", async () => {
    flow.answer(answerJson(chatCompletion({ content: JSON.stringify(weatherCall) })));
    const format = zodResponseFormat(z.object({ city: z.string(), unit: z.string() }), "weather");
    const parsed = await client().chat.completions.parse({ model: "support", messages: ask, response_format: format });
    expect(parsed.choices[0]?.message.parsed).toEqual(weatherCall);
    expect(flow.sentJson()["response_format"]).toMatchObject({
      type: "json_schema",
      json_schema: { name: "weather", strict: true },
    });
  });
});

describe("a chat stream", () => {
  it("gives every chunk, and withholds the usage that the caller did not ask for", async () => {
    flow.answer(answerEvents(chatEvents(textDeltas)));
    const chunks = await all(await client().chat.completions.create({ model: "support", messages: ask, stream: true }));
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe("Rain in Utrecht.");
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");
    expect(chunks.every((chunk) => chunk.choices.length === 1)).toBe(true);
    expect(flow.sentJson()["stream_options"]).toEqual({ include_usage: true });
    expect((await flow.rows(1))[0]).toMatchObject({ stream: true, outcome: "answered", ...tokens });
  });

  it("gives the usage that the caller asked for", async () => {
    flow.answer(answerEvents(chatEvents(textDeltas)));
    const stream = client().chat.completions.stream({
      model: "support",
      messages: ask,
      stream_options: { include_usage: true },
    });
    const contents: string[] = [];
    stream.on("content.delta", ({ delta }) => contents.push(delta));
    expect(await stream.finalContent()).toBe("Rain in Utrecht.");
    expect(contents).toEqual(["Rain", " in", " Utrecht", "."]);
    expect(await stream.totalUsage()).toMatchObject({ prompt_tokens: 20, completion_tokens: 9 });
    expect((await flow.rows(1))[0]).toMatchObject(tokens);
  });

  it("puts the pieces of a tool call together", async () => {
    flow.answer(answerEvents(chatEvents(toolDeltas, "tool_calls")));
    const stream = client().chat.completions.stream({ model: "support", messages: ask, tools: [weatherTool] });
    const done: unknown[] = [];
    stream.on("tool_calls.function.arguments.done", (event) => done.push(event.parsed_arguments));
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]?.message.tool_calls).toMatchObject([
      { id: "call_1", type: "function", function: { name: "weather", arguments: JSON.stringify(weatherCall) } },
    ]);
    expect(done).toEqual([weatherCall]);
    expect((await flow.rows(1))[0]).toMatchObject({ finish_reason: "tool_calls", ...tokens });
  });

  it("abandoned by the SDK's controller cancels the provider and is recorded as client-closed", async () => {
    flow.answer(answerEvents([...chatEvents(textDeltas).slice(0, 3), ...Array(200).fill(": waiting\n\n")], 10));
    const stream = await client().chat.completions.create({ model: "support", messages: ask, stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content === "Rain") stream.controller.abort();
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed", error_code: "client-closed" });
  });

  it("left by a break out of its loop cancels the provider too", async () => {
    flow.answer(answerEvents([...chatEvents(textDeltas).slice(0, 3), ...Array(200).fill(": waiting\n\n")], 10));
    for await (const _ of await client().chat.completions.create({ model: "support", messages: ask, stream: true }))
      break;
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed" });
  });
});

describe("a call that is given up or tried again", () => {
  it("aborted by a signal raises the SDK's abort error and cancels the provider", async () => {
    flow.answer(hang());
    const controller = new AbortController();
    const asking = client().chat.completions.create({ model: "support", messages: ask }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    expect(await rejection(asking)).toBeInstanceOf(OpenAI.APIUserAbortError);
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed", status: 499 });
  });

  it("out of the SDK's own time raises its timeout error and cancels the provider", async () => {
    flow.answer(hang());
    const asking = client({ timeout: 150 }).chat.completions.create({ model: "support", messages: ask });
    expect(await rejection(asking)).toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed" });
  });

  it("retried by the SDK after a 500 is two calls in the ledger", async () => {
    flow.answer(
      answerJson({ error: { message: "Try again", type: "server_error" } }, 500, { "retry-after-ms": "1" }),
      answerJson(chatCompletion({ content: "Rain." })),
    );
    const answer = await client({ maxRetries: 2 }).chat.completions.create({ model: "support", messages: ask });
    expect(answer.choices[0]?.message.content).toBe("Rain.");
    const rows = await flow.rows(2);
    expect(rows.map((row) => [row.outcome, row.status])).toEqual([
      ["declined", 500],
      ["answered", 200],
    ]);
  });

  it("that may not succeed is not retried by the SDK", async () => {
    const asking = client({ maxRetries: 2 }).chat.completions.create({ model: "suport", messages: ask });
    expect(await rejection(asking)).toBeInstanceOf(OpenAI.NotFoundError);
    expect(await flow.rows(1)).toHaveLength(1);
  });
});

describe("a response", () => {
  it("is created, and asked for again by its id", async () => {
    const stored = response([outputMessage("Rain.")]);
    flow.answer(answerJson(stored));
    const made = await client().responses.create({ model: "support", input: "Weather?" });
    expect(made.output_text).toBe("Rain.");
    expect((await flow.rows(1))[0]).toMatchObject({ dialect: "openai-responses", ...tokens, reasoning_tokens: 2 });
    const again = await client().responses.retrieve("resp_flow");
    expect(again.output_text).toBe("Rain.");
    expect(flow.sent()[1]).toMatchObject({ method: "GET", url: "/v1/responses/resp_flow" });
  });

  it("streams every event in order, and its helper gives the final response", async () => {
    const events = responseEvents(["Rain", " in Utrecht."]);
    flow.answer(answerEvents(events));
    const got = await all(await client().responses.create({ model: "support", input: "Weather?", stream: true }));
    expect(got.map((event) => `event: ${event.type}`)).toEqual(events.map((event) => event.split("\n")[0]));
    const final = await client().responses.stream({ model: "support", input: "Weather?" }).finalResponse();
    expect(final.output_text).toBe("Rain in Utrecht.");
    for (const row of await flow.rows(2)) expect(row).toMatchObject({ stream: true, outcome: "answered", ...tokens });
  });

  it("calls a tool, streamed, and takes its result", async () => {
    flow.answer(answerEvents(functionCallEvents()), answerJson(response([outputMessage("Rain.")])));
    const { function: tool } = weatherTool;
    const tools = [{ type: "function" as const, ...tool }];
    const first = await client().responses.stream({ model: "support", input: ask, tools }).finalResponse();
    const [call] = first.output;
    expect(call).toMatchObject({ type: "function_call", name: "weather", parsed_arguments: weatherCall });
    const output = { type: "function_call_output" as const, call_id: "call_1", output: "rain" };
    const asked = {
      type: "function_call" as const,
      call_id: "call_1",
      name: "weather",
      arguments: functionCall.arguments,
    };
    const second = await client().responses.create({ model: "support", input: [...ask, asked, output], tools });
    expect(second.output_text).toBe("Rain.");
    expect(flow.sentJson()["input"]).toEqual([...ask, asked, output]);
  });

  it("parses into a schema, and reads an image", async () => {
    flow.answer(answerJson(response([outputMessage(JSON.stringify(weatherCall))])));
    const image = {
      type: "input_image" as const,
      detail: "auto" as const,
      image_url: "data:image/png;base64,iVBORw0K",
    };
    const parsed = await client().responses.parse({
      model: "support",
      input: [{ role: "user", content: [{ type: "input_text", text: "Weather?" }, image] }],
      text: { format: zodTextFormat(z.object({ city: z.string(), unit: z.string() }), "weather") },
    });
    expect(parsed.output_parsed).toEqual(weatherCall);
    expect(flow.sentJson()["input"]).toMatchObject([{ content: [{ type: "input_text" }, image] }]);
  });
});
