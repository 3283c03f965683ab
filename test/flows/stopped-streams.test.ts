import Anthropic from "@anthropic-ai/sdk";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { GoogleGenAI } from "@google/genai";
import { streamText } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { DialectId } from "../../src/dialects/dialect.ts";
import { stopAfter, stopAtOnce } from "../support/stop-after.ts";
import { startStubUpstream } from "../support/stub-upstream.ts";
import type { StubUpstream } from "../support/stub-upstream.ts";
import { messageEvents, textBlock, thinkingBlock, toolBlock } from "./anthropic-answers.ts";
import { all } from "./flow-fixture.ts";
import { geminiEvent, generated, generatedEvents, weatherCallPart } from "./gemini-answers.ts";
import { chatEvents, functionCallEvents, responseEvents, textDeltas, toolDeltas } from "./openai-answers.ts";

let upstream: StubUpstream;
beforeAll(async () => {
  upstream = await startStubUpstream();
});
afterAll(() => upstream.close());

/** Serves the stream as it is when a guard stops it after `count` events. */
function serve(id: DialectId, events: readonly string[], count: number): void {
  serveBytes(stopAfter(id, events, count));
}

function serveBytes(bytes: Uint8Array): void {
  upstream.use((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).end(bytes);
  });
}

/** After every number of events before the stream's own end says it all. */
const places = (events: readonly string[], ending: number): readonly number[] =>
  events.slice(0, events.length - ending + 1).map((_, index) => index);

const openai = () => new OpenAI({ baseURL: `${upstream.url}/v1`, apiKey: "k", maxRetries: 0 });
const anthropic = () => new Anthropic({ baseURL: upstream.url, apiKey: "k", maxRetries: 0 });
const gemini = () => new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: upstream.url } });
const messages = [{ role: "user" as const, content: "Hi" }];

describe("a chat stream that is stopped", () => {
  const ask = { model: "m", messages };
  const streams = { text: chatEvents(textDeltas), "a tool call": chatEvents(toolDeltas, "tool_calls") };

  it.each(Object.entries(streams))("finishes by content_filter wherever %s is stopped", async (_, events) => {
    for (const count of places(events, 3)) {
      serve("openai-chat", events, count);
      const chunks = await all(await openai().chat.completions.create({ ...ask, stream: true }));
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("content_filter");
      const final = await openai().chat.completions.stream(ask).finalChatCompletion();
      expect(final.choices[0]?.finish_reason).toBe("content_filter");
    }
  });

  it("keeps what was forwarded, and a model's name", async () => {
    serve("openai-chat", streams.text, 3);
    const final = await openai().chat.completions.stream(ask).finalChatCompletion();
    expect(final).toMatchObject({ model: "gpt-4o-mini-2024-07-18", choices: [{ message: { content: "Rain in" } }] });
  });

  it("is a content-filter finish to the AI SDK", async () => {
    serve("openai-chat", streams.text, 3);
    const provider = createOpenAI({ baseURL: `${upstream.url}/v1`, apiKey: "k" });
    const result = streamText({ model: provider.chat("m"), prompt: "Hi", maxRetries: 0 });
    expect([await result.text, await result.finishReason]).toEqual(["Rain in", "content-filter"]);
  });
});

describe("a responses stream that is stopped", () => {
  const ask = { model: "m", input: "Hi" };
  const streams = { text: responseEvents(["Rain", " in", " Utrecht"]), "a tool call": functionCallEvents() };

  it.each(Object.entries(streams))("is incomplete by content_filter wherever %s is stopped", async (_, events) => {
    for (const count of places(events, 2)) {
      serve("openai-responses", events, count);
      const got = await all(await openai().responses.create({ ...ask, stream: true }));
      expect(got.at(-1)).toMatchObject({ type: "response.incomplete", response: { status: "incomplete" } });
      expect(got.map((event) => event.sequence_number)).toEqual(got.map((_event, index) => index));
      const added = got.filter(({ type }) => type === "response.output_item.added").length;
      expect(got.filter(({ type }) => type === "response.output_item.done")).toHaveLength(added);
      const final = await openai().responses.stream(ask).finalResponse();
      expect(final.incomplete_details).toEqual({ reason: "content_filter" });
    }
  });

  it("keeps what was forwarded", async () => {
    serve("openai-responses", streams.text, 6);
    expect((await openai().responses.stream(ask).finalResponse()).output_text).toBe("Rain in");
  });

  it("is a content-filter finish to the AI SDK", async () => {
    serve("openai-responses", streams.text, 6);
    const provider = createOpenAI({ baseURL: `${upstream.url}/v1`, apiKey: "k" });
    const result = streamText({ model: provider.responses("m"), prompt: "Hi", maxRetries: 0 });
    expect([await result.text, await result.finishReason]).toEqual(["Rain in", "content-filter"]);
  });
});

describe("a message stream that is stopped", () => {
  const ask = { model: "m", max_tokens: 10, messages };
  const events = messageEvents([thinkingBlock, textBlock(["Rain", " in", " Utrecht."]), toolBlock], "tool_use");

  it("is a refusal with its reason wherever it is stopped", async () => {
    for (const count of places(events, 2)) {
      serve("anthropic-messages", events, count);
      const got = await all(await anthropic().messages.create({ ...ask, stream: true }));
      expect(got.at(-1)?.type).toBe("message_stop");
      const started = got.filter(({ type }) => type === "content_block_start").length;
      expect(got.filter(({ type }) => type === "content_block_stop")).toHaveLength(started);
      const final = await anthropic().messages.stream(ask).finalMessage();
      expect(final).toMatchObject({ stop_reason: "refusal", stop_details: { explanation: "stopped by a guard" } });
    }
  });

  it("is a content-filter finish to the AI SDK", async () => {
    serve("anthropic-messages", events, 8);
    const provider = createAnthropic({ baseURL: `${upstream.url}/v1`, apiKey: "k" });
    const result = streamText({ model: provider("m"), prompt: "Hi", maxRetries: 0 });
    expect(await result.finishReason).toBe("content-filter");
  });
});

describe("a generated stream that is stopped", () => {
  const ask = { model: "m", contents: "Hi" };
  const events = [
    ...generatedEvents(["Rain", " in", " Utrecht"]).slice(0, -1),
    geminiEvent(generated([weatherCallPart])),
  ];

  it("finishes by SAFETY wherever it is stopped", async () => {
    for (const count of places(events, 0)) {
      serve("gemini", events, count);
      const got = await all(await gemini().models.generateContentStream(ask));
      expect(got.at(-1)?.candidates?.[0]?.finishReason).toBe("SAFETY");
    }
  });

  it("is a content-filter finish to the AI SDK", async () => {
    serve("gemini", events, 2);
    const provider = createGoogleGenerativeAI({ baseURL: `${upstream.url}/v1beta`, apiKey: "k" });
    const result = streamText({ model: provider("m"), prompt: "Hi", maxRetries: 0 });
    expect([await result.text, await result.finishReason]).toEqual(["Rain in", "content-filter"]);
  });

  it("is a JSON array where the stream is one", () => {
    const pieces = [generated([{ text: "Rain" }]), generated([{ text: " in" }])].map((piece) => JSON.stringify(piece));
    const array = [`[${pieces[0]}`, `,\r\n${pieces[1]}`, "]"];
    for (const count of [0, 1, 2]) {
      const got: unknown[] = JSON.parse(stopAfter("gemini", array, count, "application/json").toString());
      expect(got).toHaveLength(count + 1);
      const finish = { finishReason: "SAFETY", finishMessage: "stopped by a guard", index: 0 };
      expect(got.at(-1)).toMatchObject({ candidates: [finish] });
    }
  });
});

describe("a stream that is stopped before the provider said anything", () => {
  it("is an empty, filtered answer in every dialect", async () => {
    serveBytes(stopAtOnce("openai-chat"));
    const chat = await openai().chat.completions.stream({ model: "m", messages }).finalChatCompletion();
    expect(chat.choices[0]).toMatchObject({ finish_reason: "content_filter", message: { content: "" } });
    serveBytes(stopAtOnce("openai-responses"));
    const response = await openai().responses.stream({ model: "m", input: "Hi" }).finalResponse();
    expect(response).toMatchObject({ status: "incomplete", output: [] });
    serveBytes(stopAtOnce("anthropic-messages"));
    const message = await anthropic().messages.stream({ model: "m", max_tokens: 10, messages }).finalMessage();
    expect(message).toMatchObject({ stop_reason: "refusal", content: [] });
    serveBytes(stopAtOnce("gemini"));
    const [content] = await all(await gemini().models.generateContentStream({ model: "m", contents: "Hi" }));
    expect(content?.candidates?.[0]?.finishReason).toBe("SAFETY");
  });
});
