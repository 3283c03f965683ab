import Anthropic from "@anthropic-ai/sdk";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { ApiError, GoogleGenAI } from "@google/genai";
import { ChatAnthropic } from "@langchain/anthropic";
import { ChatOpenAI } from "@langchain/openai";
import { APICallError, generateText } from "ai";
import type { LanguageModel } from "ai";
import OpenAI from "openai";
import { describe, expect, it, vi } from "vitest";

import { answerJson } from "../support/stub-upstream.ts";
import { anthropicError } from "./anthropic-answers.ts";
import { anthropicClassOf, openaiClassOf } from "./error-classes.ts";
import { rejection, useFlow } from "./flow-fixture.ts";
import { geminiError } from "./gemini-answers.ts";

vi.stubGlobal("AI_SDK_LOG_WARNINGS", false);
const flow = useFlow();
const ask = [{ role: "user" as const, content: "Hi" }];
const statuses = [400, 401, 403, 404, 409, 413, 422, 429, 500, 503, 529];
const said = "The provider's own words.";

const openaiError = { error: { message: said, type: "some_error", param: "messages", code: "some_code" } };
const vercel = (model: LanguageModel) => generateText({ model, prompt: "Hi", maxRetries: 0 });
const messageOf = (error: unknown) => (error instanceof Error ? error.message : "");

interface Speaker {
  readonly name: string;
  readonly body: object;
  ask(): Promise<unknown>;
  check(error: unknown, status: number): void;
}

const checkVercel = (error: unknown, status: number): void => {
  expect(APICallError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ statusCode: status, message: said, responseHeaders: { "x-ratelimit-limit": "9" } });
};

const speakers: readonly Speaker[] = [
  {
    name: "OpenAI's SDK",
    body: openaiError,
    ask: () =>
      new OpenAI({ baseURL: `${flow.url}/v1`, apiKey: flow.key, maxRetries: 0 }).chat.completions.create({
        model: "support",
        messages: ask,
      }),
    check(error, status) {
      expect(error).toBeInstanceOf(openaiClassOf(status));
      expect(error).toMatchObject({ ...openaiError.error, status, message: `${status} ${said}`, requestID: "req_p" });
      const headers = error instanceof OpenAI.APIError ? error.headers : undefined;
      expect(headers?.get("x-ratelimit-limit")).toBe("9");
      expect(headers?.get("retry-after")).toBe("7");
    },
  },
  {
    name: "Anthropic's SDK",
    body: anthropicError("some_error", said),
    ask: () =>
      new Anthropic({ baseURL: flow.url, apiKey: flow.key, maxRetries: 0 }).messages.create({
        model: "thinker",
        max_tokens: 10,
        messages: ask,
      }),
    check(error, status) {
      expect(error).toBeInstanceOf(anthropicClassOf(status));
      expect(error).toMatchObject({ status, apiMessage: said, type: "some_error", requestID: "req_p" });
    },
  },
  {
    name: "Google's SDK",
    body: geminiError(400, "SOME_STATUS", said),
    ask: () =>
      new GoogleGenAI({ apiKey: flow.key, httpOptions: { baseUrl: flow.url } }).models.generateContent({
        model: "flash",
        contents: "Hi",
      }),
    check(error, status) {
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ status, message: JSON.stringify(geminiError(400, "SOME_STATUS", said)) });
    },
  },
  {
    name: "the Vercel AI SDK with OpenAI",
    body: openaiError,
    ask: () => vercel(createOpenAI({ baseURL: `${flow.url}/v1`, apiKey: flow.key })("support")),
    check: checkVercel,
  },
  {
    name: "the Vercel AI SDK with Anthropic",
    body: anthropicError("some_error", said),
    ask: () => vercel(createAnthropic({ baseURL: `${flow.url}/v1`, apiKey: flow.key })("thinker")),
    check: checkVercel,
  },
  {
    name: "the Vercel AI SDK with Google",
    body: geminiError(400, "SOME_STATUS", said),
    ask: () => vercel(createGoogle({ baseURL: `${flow.url}/v1beta`, apiKey: flow.key })("flash")),
    check: checkVercel,
  },
  {
    name: "LangChain's ChatOpenAI",
    body: openaiError,
    ask: () => {
      const configuration = { baseURL: `${flow.url}/v1` };
      return new ChatOpenAI({ model: "support", apiKey: flow.key, configuration, maxRetries: 0 }).invoke("Hi");
    },
    check(error, status) {
      expect(error).toMatchObject({ status, code: "some_code" });
      expect(messageOf(error)).toContain(said);
    },
  },
  {
    name: "LangChain's ChatAnthropic",
    body: anthropicError("some_error", said),
    ask: () =>
      new ChatAnthropic({ model: "thinker", apiKey: flow.key, anthropicApiUrl: flow.url, maxRetries: 0 }).invoke("Hi"),
    check(error, status) {
      expect(error).toMatchObject({ status });
      expect(messageOf(error)).toContain(said);
    },
  },
];

const headers = { "x-request-id": "req_p", "request-id": "req_p", "x-ratelimit-limit": "9", "retry-after": "7" };
const page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";

describe.each(speakers)("a provider's own error as $name sees it", (speaker) => {
  it.each(statuses)("of status %i is the SDK's usual one, untouched", async (status) => {
    flow.answer(answerJson(speaker.body, status, headers));
    speaker.check(await rejection(speaker.ask()), status);
    const [row] = await flow.rows(1);
    expect(row).toMatchObject({ outcome: "declined", status, provider_request_id: "req_p" });
    expect(row?.error_code).toContain(said);
  });

  it("that is an HTML page is an error all the same", async () => {
    flow.answer((_request, response) => {
      response.writeHead(502, { "content-type": "text/html" }).end(page);
    });
    expect(await rejection(speaker.ask())).toBeInstanceOf(Error);
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "declined", status: 502 });
  });
});
