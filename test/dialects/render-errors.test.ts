import Anthropic from "@anthropic-ai/sdk";
import { ApiError, GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import type { DialectId, RenderedError } from "../../src/dialects/dialect.ts";
import { dialectIds } from "../../src/dialects/dialect.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { errorCatalogue, HoldfastError, type ErrorCode } from "../../src/errors.ts";

const codes = Object.keys(errorCatalogue).filter((code): code is ErrorCode => code in errorCatalogue);
const callId = "019a-call";

function answerOf({ status, headers, body }: RenderedError): Response {
  const pairs = Array.from({ length: headers.length / 2 }, (_, index): [string, string] => [
    headers[index * 2] ?? "",
    headers[index * 2 + 1] ?? "",
  ]);
  return new Response(Buffer.from(body), { status, headers: pairs });
}

function streamOf(id: DialectId, begin: string, error: HoldfastError): Response {
  const chunks = [Buffer.from(begin), Buffer.from(dialects[id].renderStreamError(error, callId))];
  const body = new ReadableStream({
    async pull(controller) {
      const chunk = chunks.shift();
      // A pause, as on the wire: the error is a chunk of its own.
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
  return new Response(body, { status: 200, headers: { "content-type": "text/event-stream" } });
}

async function thrownBy(run: () => Promise<unknown>): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

const openai = (answer: Response) => new OpenAI({ apiKey: "k", maxRetries: 0, fetch: async () => answer });
const anthropic = (answer: Response) => new Anthropic({ apiKey: "k", maxRetries: 0, fetch: async () => answer });
const google = (answer: Response) =>
  new GoogleGenAI({ apiKey: "k", httpOptions: { fetch: async () => answer, retryOptions: { attempts: 1 } } });
const message = { model: "m", max_tokens: 5, messages: [{ role: "user" as const, content: "x" }] };

describe("errors as the official SDKs see them", () => {
  it("OpenAI's raises the class of the status, with our message, code and call id", async () => {
    const classes: Readonly<Record<number, new (...parts: never[]) => Error>> = {
      400: OpenAI.BadRequestError,
      401: OpenAI.AuthenticationError,
      403: OpenAI.PermissionDeniedError,
      404: OpenAI.NotFoundError,
      503: OpenAI.InternalServerError,
    };
    for (const id of ["openai-chat", "openai", "openai-responses"] as const) {
      for (const code of codes) {
        const error = new HoldfastError(code, { message: "Do this.", param: "model" });
        const answer = answerOf(dialects[id].renderError(error, callId));
        const thrown = await thrownBy(() => openai(answer).models.list());
        expect(thrown).toBeInstanceOf(classes[error.traits.status] ?? OpenAI.APIError);
        expect(thrown).toMatchObject({ code, param: "model", requestID: callId, status: error.traits.status });
        expect(thrown).toHaveProperty("message", `${error.traits.status} ${error.message}`);
      }
    }
  });

  it("Anthropic's raises the class of the status, with our message, code and call id", async () => {
    const classes: Readonly<Record<number, new (...parts: never[]) => Error>> = {
      400: Anthropic.BadRequestError,
      401: Anthropic.AuthenticationError,
      403: Anthropic.PermissionDeniedError,
      404: Anthropic.NotFoundError,
      500: Anthropic.InternalServerError,
    };
    for (const code of codes) {
      const error = new HoldfastError(code, { message: "Do this." });
      const answer = answerOf(dialects["anthropic-messages"].renderError(error, callId));
      const thrown = await thrownBy(() => anthropic(answer).messages.create(message));
      expect(thrown).toBeInstanceOf(classes[error.traits.status] ?? Anthropic.APIError);
      expect(thrown).toMatchObject({ requestID: callId, status: error.traits.status, apiMessage: error.message });
      expect(thrown).toMatchObject({
        error: { type: "error", request_id: callId, error: { details: { error_code: code } } },
      });
    }
  });

  it("Google's raises its one class, with our message and Google's name for the status", async () => {
    for (const [code, name] of [
      ["key-unknown", "UNAUTHENTICATED"],
      ["model-unknown", "NOT_FOUND"],
      ["request-invalid", "INVALID_ARGUMENT"],
      ["upstream-timeout", "DEADLINE_EXCEEDED"],
      ["spool-full", "UNAVAILABLE"],
    ] as const) {
      const error = new HoldfastError(code, { message: "Do this." });
      const client = google(answerOf(dialects.gemini.renderError(error, callId)));
      const thrown = await thrownBy(() => client.models.generateContent({ model: "m", contents: "x" }));
      expect(thrown).toBeInstanceOf(ApiError);
      expect(thrown).toMatchObject({ status: error.traits.status });
      expect(JSON.parse(thrown instanceof Error ? thrown.message : "")).toMatchObject({
        error: { code: error.traits.status, status: name, message: error.message },
      });
    }
  });

  it("tells SDKs not to repeat what cannot work, and when to come back", () => {
    for (const id of dialectIds) {
      for (const code of codes) {
        const { headers, status } = dialects[id].renderError(new HoldfastError(code), callId);
        const retry = headers[headers.indexOf("x-should-retry") + 1];
        expect(headers.includes("x-should-retry") ? retry : "unsaid").toBe(
          errorCatalogue[code].retryable ? "unsaid" : "false",
        );
        expect(headers.includes("retry-after")).toBe(status === 503);
        expect(headers[headers.indexOf("content-type") + 1]).toBe("application/json");
      }
    }
  });

  it("never shows what is for logs only", () => {
    const error = new HoldfastError("internal-error", { internal: { secret: "sk-123" }, cause: new Error("sk-123") });
    for (const id of dialectIds) {
      expect(Buffer.from(dialects[id].renderError(error, callId).body).toString()).not.toContain("sk-123");
      expect(Buffer.from(dialects[id].renderStreamError(error, callId)).toString()).not.toContain("sk-123");
    }
  });
});

describe("errors in a stream that has begun, as the official SDKs see them", () => {
  const broke = new HoldfastError("upstream-broke", { message: "Try again." });
  const drain = async (stream: AsyncIterable<unknown>) => {
    for await (const _ of stream);
  };

  it("OpenAI's chat stream throws", async () => {
    const begin = 'data: {"id":"1","choices":[{"index":0,"delta":{"content":"a"}}]}\n\n';
    const thrown = await thrownBy(async () =>
      drain(
        await openai(streamOf("openai-chat", begin, broke)).chat.completions.create({
          model: "m",
          messages: [],
          stream: true,
        }),
      ),
    );
    expect(thrown).toBeInstanceOf(OpenAI.APIError);
    expect(thrown).toMatchObject({ message: broke.message, code: "upstream-broke" });
  });

  it("OpenAI's responses stream throws", async () => {
    const begin = 'event: response.created\ndata: {"type":"response.created","response":{}}\n\n';
    const thrown = await thrownBy(async () =>
      drain(
        await openai(streamOf("openai-responses", begin, broke)).responses.create({
          model: "m",
          input: "x",
          stream: true,
        }),
      ),
    );
    expect(thrown).toBeInstanceOf(OpenAI.APIError);
    expect(thrown).toMatchObject({ message: broke.message, code: "upstream-broke" });
  });

  it("Anthropic's stream throws", async () => {
    const begin = 'event: ping\ndata: {"type":"ping"}\n\n';
    const thrown = await thrownBy(async () =>
      drain(
        await anthropic(streamOf("anthropic-messages", begin, broke)).messages.create({ ...message, stream: true }),
      ),
    );
    expect(thrown).toBeInstanceOf(Anthropic.APIError);
    expect(thrown).toMatchObject({ apiMessage: broke.message, type: "api_error" });
  });

  it("Google's stream throws", async () => {
    const begin = 'data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}]}\r\n\r\n';
    const client = google(streamOf("gemini", begin, broke));
    const thrown = await thrownBy(async () =>
      drain(await client.models.generateContentStream({ model: "m", contents: "x" })),
    );
    expect(thrown).toBeInstanceOf(ApiError);
    expect(thrown instanceof Error ? thrown.message : "").toContain(broke.message);
  });

  it("an event that the stream broke off in is ended before the error", () => {
    for (const id of ["openai-chat", "openai-responses", "anthropic-messages"] as const) {
      expect(Buffer.from(dialects[id].renderStreamError(broke, callId)).toString()).toMatch(
        /^\n\n(event: error\n)?data: \{.*\}\n\n$/,
      );
    }
  });
});
