import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { embedMany, generateText, isStepCount, Output, streamText, tool } from "ai";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { answerEvents, answerJson, hang } from "../support/stub-upstream.ts";
import type { StubHandler } from "../support/stub-upstream.ts";
import { message, messageEvents, text, textBlock, toolBlock, weatherUse } from "./anthropic-answers.ts";
import { rejection, useFlow } from "./flow-fixture.ts";
import { generated, generatedEvents, geminiEvent, weatherCallPart } from "./gemini-answers.ts";
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
// It warns of model names that it does not know, as a route is.
vi.stubGlobal("AI_SDK_LOG_WARNINGS", false);
const openai = () => createOpenAI({ baseURL: `${flow.url}/v1`, apiKey: flow.key });
const anthropic = () => createAnthropic({ baseURL: `${flow.url}/v1`, apiKey: flow.key });
const google = () => createGoogle({ baseURL: `${flow.url}/v1beta`, apiKey: flow.key });
const prompt = "What is the weather in Utrecht?";
const said = JSON.stringify(weatherCall);

/** Each of the SDK's providers, with the answers that its API gives. */
const apis = [
  {
    name: "OpenAI's responses",
    model: () => openai()("support"),
    plain: (words: string) => answerJson(response([outputMessage(words)])),
    stream: () => answerEvents(responseEvents(["Rain", " in", " Utrecht."])),
    tool: () => answerJson(response([functionCall])),
    toolStream: () => answerEvents(functionCallEvents()),
    endless: () => answerEvents([...responseEvents(["Rain"]).slice(0, 5), ...waiting], 10),
  },
  {
    name: "OpenAI's chat",
    model: () => openai().chat("support"),
    plain: (words: string) => answerJson(chatCompletion({ content: words })),
    stream: () => answerEvents(chatEvents(textDeltas)),
    tool: () => answerJson(chatCompletion(toolCallMessage, "tool_calls")),
    toolStream: () => answerEvents(chatEvents(toolDeltas, "tool_calls")),
    endless: () => answerEvents([...chatEvents(textDeltas).slice(0, 2), ...waiting], 10),
  },
  {
    name: "Anthropic's messages",
    model: () => anthropic()("thinker"),
    plain: (words: string) => answerJson(message([text(words)])),
    stream: () => answerEvents(messageEvents([textBlock(["Rain", " in", " Utrecht."])])),
    tool: () => answerJson(message([weatherUse], "tool_use")),
    toolStream: () => answerEvents(messageEvents([toolBlock], "tool_use")),
    endless: () => answerEvents([...messageEvents([textBlock(["Rain"])]).slice(0, 4), ...waiting], 10),
  },
  {
    name: "Gemini",
    model: () => google()("flash"),
    plain: (words: string) => answerJson(generated([{ text: words }], "STOP")),
    stream: () => answerEvents(generatedEvents(["Rain", " in", " Utrecht."])),
    tool: () => answerJson(generated([weatherCallPart], "STOP")),
    toolStream: () => answerEvents([geminiEvent(generated([weatherCallPart], "STOP"))]),
    endless: () => answerEvents([...generatedEvents(["Rain", "."]).slice(0, 1), ...waiting], 10),
  },
];
const waiting = Array<string>(200).fill(": waiting\n\n");
const weather = (asked: unknown[] = []) =>
  tool({
    description: "The weather in a city.",
    inputSchema: z.object({ city: z.string(), unit: z.string() }),
    execute(input) {
      asked.push(input);
      return "rain";
    },
  });
const answered = { outcome: "answered", output_tokens: 9, usage_source: "provider" };

describe.each(apis)("the Vercel AI SDK with $name", (api) => {
  it("generates text, with its usage", async () => {
    flow.answer(api.plain("Rain."));
    const result = await generateText({ model: api.model(), prompt });
    expect(result.text).toBe("Rain.");
    expect(result.usage.outputTokens).toBe(9);
    expect((await flow.rows(1))[0]).toMatchObject({ ...answered, stream: false });
  });

  it("streams text", async () => {
    flow.answer(api.stream());
    const result = streamText({ model: api.model(), prompt });
    expect(await result.text).toBe("Rain in Utrecht.");
    expect(await result.finishReason).toBe("stop");
    expect((await result.usage).outputTokens).toBe(9);
    expect((await flow.rows(1))[0]).toMatchObject({ ...answered, stream: true });
  });

  it("calls a tool, takes its result, and answers", async () => {
    flow.answer(api.tool(), api.plain("Rain."));
    const asked: unknown[] = [];
    const tools = { weather: weather(asked) };
    const result = await generateText({ model: api.model(), prompt, tools, stopWhen: isStepCount(3) });
    expect([result.text, asked]).toEqual(["Rain.", [weatherCall]]);
    expect(String(flow.sent()[1]?.body)).toContain("rain");
    expect(await flow.rows(2)).toMatchObject([answered, answered]);
  });

  it("streams a tool call", async () => {
    flow.answer(api.toolStream(), api.stream());
    const asked: unknown[] = [];
    const tools = { weather: weather(asked) };
    const result = streamText({ model: api.model(), prompt, tools, stopWhen: isStepCount(3) });
    expect(await result.text).toBe("Rain in Utrecht.");
    expect(asked).toEqual([weatherCall]);
    expect(await flow.rows(2)).toMatchObject([answered, answered]);
  });

  it("answers in a schema", async () => {
    flow.answer(api.plain(said));
    const output = Output.object({ schema: z.object({ city: z.string(), unit: z.string() }) });
    expect((await generateText({ model: api.model(), prompt, output })).output).toEqual(weatherCall);
  });

  it("sends an image unchanged", async () => {
    flow.answer(api.plain("A cat."));
    const image = Buffer.alloc(30_000, 7);
    const content = [
      { type: "text" as const, text: "What is this?" },
      { type: "file" as const, data: image, mediaType: "image/png" },
    ];
    expect((await generateText({ model: api.model(), messages: [{ role: "user", content }] })).text).toBe("A cat.");
    expect(String(flow.sent()[0]?.body)).toContain(image.toString("base64"));
  });

  it("retries what may succeed, as two calls in the ledger", async () => {
    const busy: StubHandler = answerJson({ error: { message: "Try again" } }, 503, { "retry-after-ms": "1" });
    flow.answer(busy, api.plain("Rain."));
    expect((await generateText({ model: api.model(), prompt })).text).toBe("Rain.");
    expect((await flow.rows(2)).map((row) => row.status)).toEqual([503, 200]);
  });

  it("aborted by a signal cancels the provider", async () => {
    flow.answer(hang());
    const controller = new AbortController();
    const asking = generateText({ model: api.model(), prompt, abortSignal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    expect(await rejection(asking)).toMatchObject({ name: "AbortError" });
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed", status: 499 });
  });

  it("aborted in a stream cancels the provider", async () => {
    flow.answer(api.endless());
    const controller = new AbortController();
    const { stream } = streamText({ model: api.model(), prompt, abortSignal: controller.signal });
    const types: string[] = [];
    for await (const part of stream) {
      types.push(part.type);
      if (part.type === "text-delta") controller.abort();
    }
    expect(types.at(-1)).toBe("abort");
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed", stream: true });
  });
});

describe("the Vercel AI SDK", () => {
  it.each([
    ["openai", () => openai()("echo/echo-1")],
    ["openai's chat", () => openai().chat("echo/echo-1")],
    ["anthropic", () => anthropic()("echo/echo-1")],
    ["google", () => google()("echo/echo-1")],
  ])("names provider and model itself with %s", async (_name, model) => {
    expect((await generateText({ model: model(), prompt })).text).toBe(prompt);
    expect((await flow.rows(1))[0]).toMatchObject({ provider: "echo", requested_model: "echo/echo-1" });
  });

  it.each([
    ["openai", () => openai().embedding("mirror")],
    ["google", () => google().embedding("mirror")],
  ])("embeds with %s", async (_name, model) => {
    const { embeddings } = await embedMany({ model: model(), values: ["cat", "dog", "cat"] });
    expect(embeddings.map((vector) => vector.length)).toEqual([8, 8, 8]);
    expect(embeddings[2]).toEqual(embeddings[0]);
  });
});
