import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatAnthropic } from "@langchain/anthropic";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { answerEvents, answerJson, hang } from "../support/stub-upstream.ts";
import { message, messageEvents, text, textBlock, toolBlock, weatherUse } from "./anthropic-answers.ts";
import { all, rejection, useFlow } from "./flow-fixture.ts";
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
const openai = (more: object = {}) =>
  new ChatOpenAI({
    model: "support",
    apiKey: flow.key,
    configuration: { baseURL: `${flow.url}/v1` },
    maxRetries: 0,
    ...more,
  });
const anthropic = (more: object = {}) =>
  new ChatAnthropic({ model: "thinker", apiKey: flow.key, anthropicApiUrl: flow.url, maxRetries: 0, ...more });
const prompt = "What is the weather in Utrecht?";
const waiting = Array<string>(200).fill(": waiting\n\n");
const weatherSchema = z.object({ city: z.string(), unit: z.string() });
const answered = { outcome: "answered", output_tokens: 9, usage_source: "provider" };

/** Each model class, with the answers that its API gives. */
const apis = [
  {
    name: "ChatOpenAI",
    model: openai,
    plain: (words: string) => answerJson(chatCompletion({ content: words })),
    stream: () => answerEvents(chatEvents(textDeltas)),
    tool: () => answerJson(chatCompletion(toolCallMessage, "tool_calls")),
    toolStream: () => answerEvents(chatEvents(toolDeltas, "tool_calls")),
    endless: () => answerEvents([...chatEvents(textDeltas).slice(0, 2), ...waiting], 10),
  },
  {
    name: "ChatOpenAI by responses",
    model: (more: object = {}) => openai({ useResponsesApi: true, ...more }),
    plain: (words: string) => answerJson(response([outputMessage(words)])),
    stream: () => answerEvents(responseEvents(["Rain", " in", " Utrecht."])),
    tool: () => answerJson(response([functionCall])),
    toolStream: () => answerEvents(functionCallEvents()),
    endless: () => answerEvents([...responseEvents(["Rain"]).slice(0, 5), ...waiting], 10),
  },
  {
    name: "ChatAnthropic",
    model: anthropic,
    plain: (words: string) => answerJson(message([text(words)])),
    stream: () => answerEvents(messageEvents([textBlock(["Rain", " in", " Utrecht."])])),
    tool: () => answerJson(message([weatherUse], "tool_use")),
    toolStream: () => answerEvents(messageEvents([toolBlock], "tool_use")),
    endless: () => answerEvents([...messageEvents([textBlock(["Rain"])]).slice(0, 4), ...waiting], 10),
  },
];

const weather = tool(() => "rain", { name: "weather", description: "The weather in a city.", schema: weatherSchema });

describe.each(apis)("LangChain's $name", (api) => {
  it("answers, with its usage", async () => {
    flow.answer(api.plain("Rain."));
    const answer = await api.model().invoke(prompt);
    expect(answer.text).toBe("Rain.");
    expect(answer).toMatchObject({ usage_metadata: { output_tokens: 9 } });
    expect((await flow.rows(1))[0]).toMatchObject({ ...answered, stream: false });
  });

  it("streams", async () => {
    flow.answer(api.stream());
    const chunks = await all(await api.model().stream(prompt));
    expect(chunks.map((chunk) => chunk.text).join("")).toBe("Rain in Utrecht.");
    expect((await flow.rows(1))[0]).toMatchObject({ ...answered, stream: true });
  });

  it("calls a tool, takes its result, and answers", async () => {
    flow.answer(api.tool(), api.plain("Rain."));
    const model = api.model().bindTools([weather]);
    const first = await model.invoke(prompt);
    expect(first.tool_calls).toMatchObject([{ name: "weather", args: weatherCall }]);
    const [call] = first.tool_calls ?? [];
    if (call === undefined) throw new Error("no tool was called");
    const result = new ToolMessage({ content: await weather.invoke(weatherCall), tool_call_id: call.id ?? "" });
    const second = await model.invoke([new HumanMessage(prompt), first, result]);
    expect(second.text).toBe("Rain.");
    expect(await flow.rows(2)).toMatchObject([answered, answered]);
  });

  it("streams a tool call", async () => {
    flow.answer(api.toolStream());
    const [first, ...others] = await all(await api.model().bindTools([weather]).stream(prompt));
    const whole = others.reduce((sum, chunk) => sum?.concat(chunk), first);
    expect(whole?.tool_calls).toMatchObject([{ name: "weather", args: weatherCall }]);
    expect((await flow.rows(1))[0]).toMatchObject(answered);
  });

  it("sends an image unchanged", async () => {
    flow.answer(api.plain("A cat."));
    const data = Buffer.alloc(30_000, 7).toString("base64");
    const content = [
      { type: "text" as const, text: "What is this?" },
      { type: "image" as const, source_type: "base64", mime_type: "image/png", data },
    ];
    expect((await api.model().invoke([new HumanMessage({ content })])).text).toBe("A cat.");
    expect(String(flow.sent()[0]?.body)).toContain(data);
  });

  it("tries again what may succeed, as two calls in the ledger", async () => {
    const busy = answerJson({ error: { message: "Try again" } }, 503, { "retry-after-ms": "1" });
    flow.answer(busy, api.plain("Rain."));
    expect((await api.model({ maxRetries: 1 }).invoke(prompt)).text).toBe("Rain.");
    expect((await flow.rows(2)).map((row) => row.status)).toEqual([503, 200]);
  });

  it("aborted by a signal cancels the provider", async () => {
    flow.answer(hang());
    const controller = new AbortController();
    const asking = api.model().invoke(prompt, { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    expect(await rejection(asking)).toBeInstanceOf(Error);
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed", status: 499 });
  });

  it("aborted in the middle of a stream cancels the provider", async () => {
    flow.answer(api.endless());
    const controller = new AbortController();
    const stream = await api.model().stream(prompt, { signal: controller.signal });
    const reading = (async () => {
      for await (const chunk of stream) if (chunk.text !== "") controller.abort();
    })();
    expect(await rejection(reading)).toBeInstanceOf(Error);
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed", stream: true });
  });
});

describe("LangChain", () => {
  it("answers in a schema", async () => {
    flow.answer(answerJson(chatCompletion({ content: JSON.stringify(weatherCall) })));
    expect(await openai().withStructuredOutput(weatherSchema).invoke(prompt)).toEqual(weatherCall);
  });

  it.each([
    ["ChatOpenAI", () => openai({ model: "echo/echo-1" })],
    ["ChatAnthropic", () => anthropic({ model: "echo/echo-1" })],
  ])("names provider and model itself with %s", async (_name, model) => {
    expect((await model().invoke(prompt)).text).toBe(prompt);
    expect((await flow.rows(1))[0]).toMatchObject({ provider: "echo", requested_model: "echo/echo-1" });
  });

  it("embeds", async () => {
    const embeddings = new OpenAIEmbeddings({
      model: "mirror",
      apiKey: flow.key,
      configuration: { baseURL: `${flow.url}/v1` },
    });
    const [cat, dog, again] = await embeddings.embedDocuments(["cat", "dog", "cat"]);
    expect(cat).toHaveLength(8);
    expect(again).toEqual(cat);
    expect(dog).not.toEqual(cat);
  });
});
