import Anthropic from "@anthropic-ai/sdk";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { ApiError, GoogleGenAI } from "@google/genai";
import { ChatAnthropic } from "@langchain/anthropic";
import { ChatOpenAI } from "@langchain/openai";
import { streamText } from "ai";
import type { LanguageModel } from "ai";
import OpenAI from "openai";
import { describe, expect, it, vi } from "vitest";

import { answerEvents, hang, pause } from "../support/stub-upstream.ts";
import type { StubHandler } from "../support/stub-upstream.ts";
import { anthropicError, event, messageEvents, textBlock } from "./anthropic-answers.ts";
import { all, rejection, useFlow } from "./flow-fixture.ts";
import { generatedEvents, geminiError, geminiEvent } from "./gemini-answers.ts";
import { chatEvents, responseEvents, textDeltas } from "./openai-answers.ts";

vi.stubGlobal("AI_SDK_LOG_WARNINGS", false);
const flow = useFlow("\nlimits: { idle: 400ms }\n");
const prompt = "What is the weather in Utrecht?";
const ask = [{ role: "user" as const, content: prompt }];
const pieces = ["Rain", " in", " Utrecht", "."];

/** A stream's whole events, and the event in which its provider itself says that it failed. */
interface Wire {
  readonly events: readonly string[];
  readonly failure: string;
}

const sorry = "The model is overloaded.";
const chat: Wire = {
  events: chatEvents(textDeltas),
  failure: `data: ${JSON.stringify({ error: { message: sorry, type: "server_error", code: "overloaded" } })}\n\n`,
};
const responses: Wire = {
  events: responseEvents(pieces),
  failure: event({ type: "error", code: "server_error", message: sorry, param: null, sequence_number: 5 }),
};
const messages: Wire = {
  events: messageEvents([textBlock(pieces)]),
  failure: event({ ...anthropicError("overloaded_error", sorry), type: "error" }),
};
const gemini: Wire = {
  events: generatedEvents(pieces),
  failure: geminiEvent(geminiError(503, "UNAVAILABLE", sorry)),
};

interface Reader {
  readonly name: string;
  readonly wire: Wire;
  /** Resolves when the stream ended as if it were complete. */
  read(): Promise<unknown>;
  readonly raises?: new (...parts: never[]) => Error;
}

const openai = () => new OpenAI({ baseURL: `${flow.url}/v1`, apiKey: flow.key, maxRetries: 0 });
const anthropic = () => new Anthropic({ baseURL: flow.url, apiKey: flow.key, maxRetries: 0 });
const google = () => new GoogleGenAI({ apiKey: flow.key, httpOptions: { baseUrl: flow.url } });
const message = { model: "thinker", max_tokens: 10, messages: ask };

/** The AI SDK gives failures as parts of the stream; without an `onError` its text would only be missing. */
async function readVercel(model: LanguageModel): Promise<unknown> {
  const failures: unknown[] = [];
  const result = streamText({ model, prompt, maxRetries: 0, onError: ({ error }) => void failures.push(error) });
  const parts = await all(result.stream);
  if (failures.length === 0) return parts;
  throw new Error(failures.map((error) => (error instanceof Error ? error.message : JSON.stringify(error))).join());
}

const readers: readonly Reader[] = [
  {
    name: "OpenAI's chat",
    wire: chat,
    read: async () => all(await openai().chat.completions.create({ model: "support", messages: ask, stream: true })),
    raises: OpenAI.APIError,
  },
  {
    name: "OpenAI's chat by its helper",
    wire: chat,
    read: () => openai().chat.completions.stream({ model: "support", messages: ask }).finalChatCompletion(),
  },
  {
    name: "OpenAI's responses",
    wire: responses,
    read: async () => all(await openai().responses.create({ model: "support", input: ask, stream: true })),
    raises: OpenAI.APIError,
  },
  {
    name: "Anthropic's messages",
    wire: messages,
    read: async () => all(await anthropic().messages.create({ ...message, stream: true })),
    raises: Anthropic.APIError,
  },
  {
    name: "Anthropic's messages by its helper",
    wire: messages,
    read: () => anthropic().messages.stream(message).finalMessage(),
    raises: Anthropic.AnthropicError,
  },
  {
    name: "Google's generateContentStream",
    wire: gemini,
    read: async () => all(await google().models.generateContentStream({ model: "flash", contents: prompt })),
    raises: ApiError,
  },
  {
    name: "the Vercel AI SDK with OpenAI's responses",
    wire: responses,
    read: () => readVercel(createOpenAI({ baseURL: `${flow.url}/v1`, apiKey: flow.key })("support")),
  },
  {
    name: "the Vercel AI SDK with OpenAI's chat",
    wire: chat,
    read: () => readVercel(createOpenAI({ baseURL: `${flow.url}/v1`, apiKey: flow.key }).chat("support")),
  },
  {
    name: "the Vercel AI SDK with Anthropic",
    wire: messages,
    read: () => readVercel(createAnthropic({ baseURL: `${flow.url}/v1`, apiKey: flow.key })("thinker")),
  },
  {
    name: "the Vercel AI SDK with Google",
    wire: gemini,
    read: () => readVercel(createGoogle({ baseURL: `${flow.url}/v1beta`, apiKey: flow.key })("flash")),
  },
  {
    name: "LangChain's ChatOpenAI",
    wire: chat,
    read: async () => {
      const configuration = { baseURL: `${flow.url}/v1` };
      return all(
        await new ChatOpenAI({ model: "support", apiKey: flow.key, configuration, maxRetries: 0 }).stream(prompt),
      );
    },
  },
  {
    name: "LangChain's ChatAnthropic",
    wire: messages,
    read: async () => {
      const options = { model: "thinker", apiKey: flow.key, anthropicApiUrl: flow.url, maxRetries: 0 };
      return all(await new ChatAnthropic(options).stream(prompt));
    },
  },
];

/** Sends the first events, and what is given of the next; then does as told with the connection. */
function begin(text: string, then: "cut" | "silence"): StubHandler {
  return async (request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    response.write(text);
    await pause(60);
    if (then === "cut") response.destroy();
    else await hang()(request, response);
  };
}

const messageOf = (error: unknown) => (error instanceof Error ? `${error.message} ${String(error.cause)}` : "");

describe.each(readers)("a stream that its provider breaks off, read by $name", ({ wire, read, raises }) => {
  const first = wire.events.slice(0, 3).join("");
  const usual = raises ?? Error;

  it("between two events raises the SDK's error with our words", async () => {
    flow.answer(begin(first, "cut"));
    const error = await rejection(read());
    expect(error).toBeInstanceOf(usual);
    expect(messageOf(error)).toContain("The provider's answer broke off before its end.");
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "broke", error_code: "upstream-broke", status: 200 });
  });

  it("inside an event raises an error", async () => {
    flow.answer(begin(first + (wire.events[3] ?? "").slice(0, 20), "cut"));
    expect(await rejection(read())).toBeInstanceOf(Error);
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "broke", error_code: "upstream-broke" });
  });

  it("by falling silent raises the SDK's error with our words", async () => {
    flow.answer(begin(first, "silence"));
    const error = await rejection(read());
    expect(error).toBeInstanceOf(usual);
    expect(messageOf(error)).toContain("The provider did not answer in time.");
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "timed-out", error_code: "upstream-timeout" });
  });

  it("with an event that says why raises it", async () => {
    flow.answer(answerEvents([...wire.events.slice(0, 3), wire.failure], 10));
    expect(messageOf(await rejection(read()))).toContain(sorry);
    const [row] = await flow.rows(1);
    expect(row).toMatchObject({ outcome: "broke", status: 200 });
    expect(row?.error_code).toContain(sorry);
  });
});
