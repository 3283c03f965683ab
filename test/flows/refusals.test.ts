import Anthropic from "@anthropic-ai/sdk";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { ApiError, GoogleGenAI } from "@google/genai";
import { ChatAnthropic } from "@langchain/anthropic";
import { ChatOpenAI } from "@langchain/openai";
import { APICallError, generateText } from "ai";
import OpenAI from "openai";
import { beforeAll, describe, expect, it, vi } from "vitest";

import type { ErrorCode } from "../../src/errors.ts";
import { rejection, useFlow } from "./flow-fixture.ts";
import type { Flow } from "./flow-fixture.ts";
import { anthropicClassOf, openaiClassOf } from "./error-classes.ts";
import { sentenceOf, situations, statusOf, tightLimits } from "./refusals.ts";
import type { Api, Situation } from "./refusals.ts";

vi.stubGlobal("AI_SDK_LOG_WARNINGS", false);

interface Asked {
  readonly url: string;
  readonly key: string;
  readonly model: string;
  readonly text: string;
  readonly headers: Record<string, string>;
}

interface Speaker {
  readonly name: string;
  readonly api: Api;
  readonly model: string;
  ask(asked: Asked): Promise<unknown>;
  /** What the SDK refuses by itself, without asking. */
  readonly refusesItself?: readonly ErrorCode[];
  /** That the error is the SDK's usual one, and that our message and code can be read from it. */
  check(error: unknown, code: ErrorCode): void;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : "");

function checkOpenAi(error: unknown, code: ErrorCode): void {
  expect(error).toBeInstanceOf(openaiClassOf(statusOf(code)));
  expect(error).toMatchObject({ status: statusOf(code), code });
  expect(messageOf(error)).toContain(sentenceOf(code));
}

function checkAnthropic(error: unknown, code: ErrorCode): void {
  expect(error).toBeInstanceOf(anthropicClassOf(statusOf(code)));
  expect(error).toMatchObject({ status: statusOf(code), error: { error: { details: { error_code: code } } } });
  expect(messageOf(error)).toContain(sentenceOf(code));
}

function checkVercel(error: unknown, code: ErrorCode): void {
  expect(APICallError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ statusCode: statusOf(code), responseHeaders: { "holdfast-error": code } });
  expect(messageOf(error)).toContain(sentenceOf(code));
}

const body = ({ model, text }: Asked) => ({ model, messages: [{ role: "user" as const, content: text }] });

const speakers: readonly Speaker[] = [
  {
    name: "OpenAI's SDK",
    api: "openai",
    model: "support",
    ask: ({ url, key, headers, ...asked }) =>
      new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0, defaultHeaders: headers }).chat.completions.create(
        body({ url, key, headers, ...asked }),
      ),
    check: checkOpenAi,
  },
  {
    name: "Anthropic's SDK",
    api: "anthropic",
    model: "thinker",
    ask: (asked) =>
      new Anthropic({
        baseURL: asked.url,
        apiKey: asked.key,
        maxRetries: 0,
        defaultHeaders: asked.headers,
      }).messages.create({ ...body(asked), max_tokens: 10 }),
    check(error, code) {
      checkAnthropic(error, code);
      expect(error).toMatchObject({ errorCode: code });
    },
  },
  {
    name: "Google's SDK",
    api: "gemini",
    model: "flash",
    ask: ({ url, key, headers, model, text }) =>
      new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url, headers } }).models.generateContent({
        model,
        contents: text,
      }),
    check(error, code) {
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ status: statusOf(code) });
      expect(messageOf(error)).toContain(sentenceOf(code));
      expect(messageOf(error)).toContain(`"reason":"${code}"`);
    },
  },
  {
    name: "the Vercel AI SDK with OpenAI",
    api: "openai",
    model: "support",
    ask: ({ url, key, headers, model, text }) =>
      generateText({
        model: createOpenAI({ baseURL: `${url}/v1`, apiKey: key, headers })(model),
        prompt: text,
        maxRetries: 0,
      }),
    check: checkVercel,
  },
  {
    name: "the Vercel AI SDK with Anthropic",
    api: "anthropic",
    model: "thinker",
    ask: ({ url, key, headers, model, text }) =>
      generateText({
        model: createAnthropic({ baseURL: `${url}/v1`, apiKey: key, headers })(model),
        prompt: text,
        maxRetries: 0,
      }),
    check: checkVercel,
  },
  {
    name: "the Vercel AI SDK with Google",
    api: "gemini",
    model: "flash",
    ask: ({ url, key, headers, model, text }) =>
      generateText({
        model: createGoogle({ baseURL: `${url}/v1beta`, apiKey: key, headers })(model),
        prompt: text,
        maxRetries: 0,
      }),
    check: checkVercel,
  },
  {
    name: "LangChain's ChatOpenAI",
    api: "openai",
    model: "support",
    ask: ({ url, key, headers, model, text }) =>
      new ChatOpenAI({
        model,
        apiKey: key,
        configuration: { baseURL: `${url}/v1`, defaultHeaders: headers },
        maxRetries: 0,
      }).invoke(text),
    check(error, code) {
      expect(error).toMatchObject({ status: statusOf(code), code });
      expect(messageOf(error)).toContain(sentenceOf(code));
    },
  },
  {
    name: "LangChain's ChatAnthropic",
    api: "anthropic",
    model: "thinker",
    ask: ({ url, key, headers, model, text }) =>
      new ChatAnthropic({
        model,
        apiKey: key,
        anthropicApiUrl: url,
        clientOptions: { defaultHeaders: headers },
        maxRetries: 0,
      }).invoke(text),
    refusesItself: ["key-missing"],
    check(error, code) {
      expect(error).toMatchObject({ status: statusOf(code), error: { error: { details: { error_code: code } } } });
      expect(messageOf(error)).toContain(sentenceOf(code));
    },
  },
];

async function refusalOf(speaker: Speaker, situation: Situation, flow: Flow): Promise<unknown> {
  if (situation.answer !== undefined) flow.answer(situation.answer);
  const { model = speaker.model } = situation;
  return rejection(
    speaker.ask({
      url: `${flow.url}${situation.base ?? ""}`,
      key: (await situation.key?.(flow)) ?? flow.key,
      model: typeof model === "string" ? model : model[speaker.api],
      text: situation.text ?? "Hi",
      headers: { ...situation.headers },
    }),
  );
}

it("brings about every refusal that an SDK can meet", () => {
  // Not here: what no SDK sends (broken JSON, a slow or doubled body), and what is the admin API's or the gateway's own.
  expect([...new Set(situations.map(({ code }) => code))].toSorted()).toEqual([
    "body-too-large",
    "call-timeout",
    "credential-missing",
    "dialect-unsupported",
    "endpoint-unknown",
    "key-expired",
    "key-missing",
    "key-revoked",
    "key-unknown",
    "model-missing",
    "model-unknown",
    "provider-unknown",
    "request-invalid",
    "route-forbidden",
    "scope-missing",
    "upstream-broke",
    "upstream-timeout",
    "upstream-unreachable",
  ]);
});

describe.each(speakers)("a refusal as $name sees it", (speaker) => {
  const flow = useFlow(tightLimits);
  const possible = situations.filter(
    ({ code, notWith = [] }) => !notWith.includes(speaker.api) && speaker.refusesItself?.includes(code) !== true,
  );

  it.each(possible)("$code is the SDK's usual error", async (situation) => {
    expect.hasAssertions();
    speaker.check(await refusalOf(speaker, situation, flow), situation.code);
  });

  it("for a base URL with /v1 twice, or none where there must be one, says so", async () => {
    const error = await refusalOf(speaker, { code: "endpoint-unknown", base: "/v1" }, flow);
    speaker.check(error, "endpoint-unknown");
    expect(messageOf(error)).toContain("base URL");
  });

  it("names the nearest route for a model that there is not", async () => {
    const error = await refusalOf(speaker, { code: "model-unknown", model: "suport" }, flow);
    expect(messageOf(error)).toContain("Did you mean");
    expect(messageOf(error)).toContain("support");
  });
});

describe.each(speakers)("a gateway that takes no calls, as $name sees it", (speaker) => {
  const full = useFlow();
  const stopping = useFlow();
  beforeAll(() => {
    full.gateway.recorder.fill();
    stopping.gateway.gateway.openCalls.stopAccepting();
  });

  it("says spool-full", async () => {
    speaker.check(await refusalOf(speaker, { code: "spool-full" }, full), "spool-full");
    expect(full.sent()).toEqual([]);
  });

  it("says shutting-down", async () => {
    speaker.check(await refusalOf(speaker, { code: "shutting-down" }, stopping), "shutting-down");
    expect(stopping.sent()).toEqual([]);
  });
});
