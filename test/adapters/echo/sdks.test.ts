import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createEchoUpstream } from "../../../src/adapters/echo/echo-upstream.ts";
import { nodeClock } from "../../../src/adapters/node/clock.ts";
import { createNodeIds } from "../../../src/adapters/node/ids.ts";
import { fetchFromUpstream } from "../../support/fetch-from-upstream.ts";

const echoFetch = fetchFromUpstream(createEchoUpstream({ clock: nodeClock, ids: createNodeIds() }));
const user = (content: string) => [{ role: "user" as const, content }];

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("OpenAI's SDK", () => {
  const openai = new OpenAI({ apiKey: "none", baseURL: "http://echo.invalid/v1", fetch: echoFetch, maxRetries: 0 });

  test("gets a whole chat completion with usage and a request id", async () => {
    const completion = await openai.chat.completions.create({
      model: "gpt-5-mini",
      messages: [{ role: "system", content: "Be brief." }, ...user("first"), ...user("Say hello to the plane")],
    });
    expect(completion).toMatchObject({
      object: "chat.completion",
      model: "gpt-5-mini",
      choices: [{ index: 0, message: { role: "assistant", content: "Say hello to the plane" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 10, completion_tokens: 6, total_tokens: 16 },
    });
    expect(completion.id).toMatch(/^chatcmpl-\w{24}$/);
    expect(completion.created).toBeGreaterThan(1_700_000_000);
    expect(completion._request_id).toMatch(/^req_\w+$/);
  });

  test("reads text out of content parts, several choices, and a limit of tokens", async () => {
    const completion = await openai.chat.completions.create({
      model: "m",
      n: 2,
      max_completion_tokens: 2,
      messages: [
        {
          role: "user",
          content: [
            { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
            { type: "text", text: "one two three four" },
          ],
        },
      ],
    });
    expect(completion.choices.map((choice) => [choice.index, choice.message.content, choice.finish_reason])).toEqual([
      [0, "one two", "length"],
      [1, "one two", "length"],
    ]);
  });

  test("gets a chat stream word by word, with usage only when asked for", async () => {
    const request = { model: "m", messages: user("one two three"), stream: true as const };
    const chunks = await all(
      await openai.chat.completions.create({ ...request, stream_options: { include_usage: true } }),
    );
    const deltas = chunks.map((chunk) => chunk.choices[0]?.delta.content);
    expect(deltas).toEqual(["", "one", " two", " three", undefined, undefined]);
    expect(chunks.map((chunk) => chunk.choices[0]?.finish_reason ?? null)).toEqual([
      null,
      null,
      null,
      null,
      "stop",
      null,
    ]);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 4, completion_tokens: 4 } });
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);

    const without = await all(await openai.chat.completions.create(request));
    expect(without.some((chunk) => "usage" in chunk)).toBe(false);
    expect(without).toHaveLength(5);
  });

  test("accumulates a stream into the completion that a plain call gives", async () => {
    const final = await openai.chat.completions.stream({ model: "m", messages: user("a b c") }).finalChatCompletion();
    expect(final.choices[0]?.message.content).toBe("a b c");
  });

  test("gets a response, plain and streamed in the API's order of events", async () => {
    const response = await openai.responses.create({ model: "m", instructions: "x", input: "hello there" });
    expect(response).toMatchObject({ status: "completed", output_text: "hello there", usage: { output_tokens: 3 } });
    const events = await all(await openai.responses.create({ model: "m", input: "hello there", stream: true }));
    expect(events.map((event) => event.type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
    const final = await openai.responses.stream({ model: "m", input: user("hello there") }).finalResponse();
    expect(final).toMatchObject({ status: "completed", output_text: "hello there", usage: { input_tokens: 3 } });
  });

  test("gets a response that the limit of tokens cut, and is told", async () => {
    const response = await openai.responses.create({ model: "m", input: "one two three", max_output_tokens: 1 });
    expect(response).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
  });

  test("gets legacy completions, plain and streamed", async () => {
    const completion = await openai.completions.create({ model: "m", prompt: "once upon" });
    expect(completion).toMatchObject({ object: "text_completion", choices: [{ text: "once upon" }] });
    const chunks = await all(await openai.completions.create({ model: "m", prompt: "once upon", stream: true }));
    expect(chunks.map((chunk) => chunk.choices[0]?.text).join("")).toBe("once upon");
  });

  test("gets the same embedding as numbers and as base64, of the length that was asked for", async () => {
    const request = { model: "m", input: ["cat", "dog", "cat"], dimensions: 16 };
    const floats = await openai.embeddings.create({ ...request, encoding_format: "float" });
    const decoded = await openai.embeddings.create(request);
    const [cat = [], dog, again] = floats.data.map((item) => item.embedding);
    expect(cat).toHaveLength(16);
    expect(Math.hypot(...cat)).toBeCloseTo(1, 5);
    expect(again).toEqual(cat);
    expect(dog).not.toEqual(cat);
    expect(decoded.data.map((item) => Array.from(item.embedding))).toEqual(floats.data.map((item) => item.embedding));
    expect(floats.usage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
  });

  test("lists models and finds one", async () => {
    expect((await openai.models.list()).data).toEqual([expect.objectContaining({ id: "echo-1", object: "model" })]);
    expect(await openai.models.retrieve("gpt-5-mini")).toMatchObject({ id: "gpt-5-mini" });
  });

  test("gets a moderation that flags nothing", async () => {
    const moderation = await openai.moderations.create({ input: ["a", "b"] });
    expect(moderation.results.map((result) => result.flagged)).toEqual([false, false]);
  });

  test("raises its own error, naming what echo can answer, for anything else", async () => {
    const asking = openai.images.generate({ prompt: "a cat", model: "m" });
    await expect(asking).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(asking).rejects.toThrow(/POST \/v1\/images\/generations.*\/chat\/completions.*configure a provider/);
  });
});

describe("Anthropic's SDK", () => {
  const anthropic = new Anthropic({ apiKey: "none", baseURL: "http://echo.invalid", fetch: echoFetch, maxRetries: 0 });
  const request = { model: "claude-x", max_tokens: 100, messages: user("hello there") };

  test("gets a message with usage and a request id", async () => {
    const message = await anthropic.messages.create(request);
    expect(message).toMatchObject({
      type: "message",
      role: "assistant",
      model: "claude-x",
      content: [{ type: "text", text: "hello there" }],
      stop_reason: "end_turn",
      usage: { input_tokens: 3, output_tokens: 3, cache_read_input_tokens: 0 },
    });
    expect(message._request_id).toMatch(/^req_\w+$/);
  });

  test("gets a stream that adds up to the same message", async () => {
    const stream = anthropic.messages.stream({ ...request, max_tokens: 2 });
    const types: string[] = [];
    stream.on("streamEvent", (event) => types.push(event.type));
    const message = await stream.finalMessage();
    expect(message).toMatchObject({ content: [{ type: "text", text: "hello" }], stop_reason: "max_tokens" });
    expect(message.usage).toMatchObject({ input_tokens: 3, output_tokens: 2 });
    expect(types).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
  });

  test("counts tokens and lists models", async () => {
    const { max_tokens: _, ...countable } = request;
    expect(await anthropic.messages.countTokens(countable)).toMatchObject({ input_tokens: 3 });
    expect((await anthropic.models.list()).data).toEqual([expect.objectContaining({ type: "model", id: "echo-1" })]);
  });

  test("raises its own error for anything else", async () => {
    const asking = anthropic.messages.batches.list();
    await expect(asking).rejects.toBeInstanceOf(Anthropic.NotFoundError);
    await expect(asking).rejects.toThrow(/Echo cannot answer GET \/v1\/messages\/batches/);
  });
});

describe("Google's SDK", () => {
  // This SDK takes no fetch of its own: it asks the global one.
  beforeEach(() => {
    vi.stubGlobal("fetch", echoFetch);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  const gemini = new GoogleGenAI({ apiKey: "none", httpOptions: { baseUrl: "http://echo.invalid" } });

  test("gets content with usage", async () => {
    const response = await gemini.models.generateContent({ model: "gemini-x", contents: "hello there" });
    expect(response.text).toBe("hello there");
    expect(response).toMatchObject({
      modelVersion: "gemini-x",
      candidates: [{ finishReason: "STOP" }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 3, totalTokenCount: 6 },
    });
  });

  test("gets a stream whose last chunk says why it ended", async () => {
    const chunks = await all(
      await gemini.models.generateContentStream({
        model: "gemini-x",
        contents: "one two three",
        config: { maxOutputTokens: 2 },
      }),
    );
    expect(chunks.map((chunk) => chunk.text)).toEqual(["one", " two"]);
    expect(chunks.map((chunk) => chunk.candidates?.[0]?.finishReason)).toEqual([undefined, "MAX_TOKENS"]);
  });

  test("counts tokens, embeds and lists models", async () => {
    const { models } = gemini;
    expect(await models.countTokens({ model: "m", contents: "hello there" })).toMatchObject({ totalTokens: 3 });
    const embedded = await models.embedContent({
      model: "m",
      contents: ["cat", "dog"],
      config: { outputDimensionality: 5 },
    });
    expect(embedded.embeddings?.map((embedding) => embedding.values?.length)).toEqual([5, 5]);
    expect((await models.list()).page.map((model) => model.name)).toEqual(["models/echo-1"]);
  });

  test("raises its own error for anything else", async () => {
    await expect(gemini.files.list()).rejects.toThrow(/NOT_FOUND|Echo cannot answer/);
  });
});
