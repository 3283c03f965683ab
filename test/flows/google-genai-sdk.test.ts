import { ApiError, GoogleGenAI, Type } from "@google/genai";
import type { GoogleGenAIOptions } from "@google/genai";
import { describe, expect, it } from "vitest";

import { answerEvents, answerJson, hang } from "../support/stub-upstream.ts";
import { all, providerKey, rejection, useFlow } from "./flow-fixture.ts";
import { generated, generatedEvents, geminiError, geminiEvent, weatherCallPart } from "./gemini-answers.ts";

const flow = useFlow();
const client = (httpOptions: GoogleGenAIOptions["httpOptions"] = {}) =>
  new GoogleGenAI({ apiKey: flow.key, httpOptions: { baseUrl: flow.url, ...httpOptions } });
const ask = { model: "flash", contents: "What is the weather in Utrecht?" };
const tokens = {
  input_tokens: 20,
  cache_read_tokens: 4,
  output_tokens: 9,
  reasoning_tokens: 2,
  usage_source: "provider",
};
const slow = Array<string>(200).fill(geminiEvent(generated([{ text: "." }])));

describe("generated content", () => {
  it("by a route's name reaches the route's model, and says which call it was", async () => {
    flow.answer(answerJson(generated([{ text: "Rain." }], "STOP")));
    const answer = await client().models.generateContent(ask);
    expect(answer.text).toBe("Rain.");
    expect(flow.sent()[0]?.url).toMatch(/^\/v1(?:beta)?\/models\/gemini-2\.5-flash:generateContent$/);
    expect(flow.sent()[0]?.headers["x-goog-api-key"]).toBe(providerKey);
    expect(JSON.stringify(flow.sent()[0]?.rawHeaders)).not.toContain(flow.key);
    const [row] = await flow.rows(1);
    expect(answer.sdkHttpResponse?.headers?.["holdfast-call-id"]).toBe(row?.id);
    expect(row).toMatchObject({ route: "flash", outcome: "answered", operation: "generateContent", ...tokens });
  });

  it.each(["v1", "v1beta", "v1alpha"])("is asked for under %s", async (apiVersion) => {
    flow.answer(answerJson(generated([{ text: "Rain." }], "STOP")));
    expect((await client({ apiVersion }).models.generateContent(ask)).text).toBe("Rain.");
    expect(flow.sent()[0]?.url).toBe(`/${apiVersion}/models/gemini-2.5-flash:generateContent`);
    expect((await flow.rows(1))[0]).toMatchObject(tokens);
  });

  it("reads an image sent as base64 unchanged", async () => {
    flow.answer(answerJson(generated([{ text: "A cat." }], "STOP")));
    const data = Buffer.alloc(100_000, 7).toString("base64");
    const parts = [{ inlineData: { mimeType: "image/png", data } }, { text: "What is this?" }];
    await client().models.generateContent({ model: "flash", contents: [{ role: "user", parts }] });
    expect(flow.sentJson()["contents"]).toEqual([{ role: "user", parts }]);
  });

  it("calls a function, takes its result, and answers", async () => {
    flow.answer(answerJson(generated([weatherCallPart], "STOP")), answerJson(generated([{ text: "Rain." }], "STOP")));
    const parameters = { type: Type.OBJECT, properties: { city: { type: Type.STRING } } };
    const config = { tools: [{ functionDeclarations: [{ name: "weather", parameters }] }] };
    const chat = client().chats.create({ model: "flash", config });
    const first = await chat.sendMessage({ message: ask.contents });
    expect(first.functionCalls).toEqual([weatherCallPart.functionCall]);
    const functionResponse = { id: "fc_1", name: "weather", response: { output: "rain" } };
    expect((await chat.sendMessage({ message: [{ functionResponse }] })).text).toBe("Rain.");
    expect(flow.sentJson()["contents"]).toMatchObject([
      { role: "user" },
      { role: "model", parts: [weatherCallPart] },
      { role: "user", parts: [{ functionResponse }] },
    ]);
    expect(await flow.rows(2)).toHaveLength(2);
  });

  it("answers in a schema", async () => {
    flow.answer(answerJson(generated([{ text: JSON.stringify({ city: "Utrecht" }) }], "STOP")));
    const responseSchema = { type: Type.OBJECT, properties: { city: { type: Type.STRING } }, required: ["city"] };
    const config = { responseMimeType: "application/json", responseSchema };
    const answer = await client().models.generateContent({ ...ask, config });
    expect(JSON.parse(answer.text ?? "")).toEqual({ city: "Utrecht" });
    expect(flow.sentJson()["generationConfig"]).toMatchObject(config);
  });
});

describe("a stream", () => {
  it("gives every chunk", async () => {
    flow.answer(answerEvents(generatedEvents(["Rain", " in", " Utrecht."])));
    const chunks = await all(await client().models.generateContentStream(ask));
    expect(chunks.map((chunk) => chunk.text)).toEqual(["Rain", " in", " Utrecht."]);
    expect(chunks.at(-1)?.candidates?.[0]?.finishReason).toBe("STOP");
    expect(flow.sent()[0]?.url).toMatch(/:streamGenerateContent\?alt=sse$/);
    expect((await flow.rows(1))[0]).toMatchObject({ stream: true, finish_reason: "STOP", ...tokens });
  });

  it("gives function calls", async () => {
    flow.answer(answerEvents([geminiEvent(generated([weatherCallPart], "STOP"))]));
    const chunks = await all(await client().models.generateContentStream(ask));
    expect(chunks.flatMap((chunk) => chunk.functionCalls ?? [])).toEqual([weatherCallPart.functionCall]);
  });

  it("comes from echo word by word", async () => {
    const chunks = await all(await client().models.generateContentStream({ ...ask, model: "mirror" }));
    expect(chunks.map((chunk) => chunk.text).join("")).toBe(ask.contents);
    expect((await flow.rows(1))[0]).toMatchObject({ route: "mirror", usage_source: "provider" });
  });

  it("that is aborted cancels the provider and is recorded as client-closed", async () => {
    flow.answer(answerEvents(slow, 10));
    const controller = new AbortController();
    const stream = await client().models.generateContentStream({ ...ask, config: { abortSignal: controller.signal } });
    const reading = (async () => {
      for await (const chunk of stream) if (chunk.text === ".") controller.abort();
    })();
    expect(await rejection(reading)).toMatchObject({ name: "AbortError" });
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed", error_code: "client-closed" });
  });
});

describe("a call that is given up or tried again", () => {
  it("aborted by a signal cancels the provider", async () => {
    flow.answer(hang());
    const controller = new AbortController();
    const asking = client().models.generateContent({ ...ask, config: { abortSignal: controller.signal } });
    setTimeout(() => controller.abort(), 100);
    expect(await rejection(asking)).toMatchObject({ name: "AbortError" });
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed", status: 499 });
  });

  it("out of the SDK's own time cancels the provider", async () => {
    flow.answer(hang());
    expect(await rejection(client({ timeout: 150 }).models.generateContent(ask))).toBeInstanceOf(Error);
    await flow.sent()[0]?.aborted;
    expect((await flow.rows(1))[0]).toMatchObject({ outcome: "client-closed" });
  });

  it("retried by the SDK after a 503 is two calls in the ledger", async () => {
    flow.answer(
      answerJson(geminiError(503, "UNAVAILABLE", "Overloaded"), 503),
      answerJson(generated([{ text: "Rain." }], "STOP")),
    );
    const answer = await client({ retryOptions: { attempts: 2, initialDelay: 0.01 } }).models.generateContent(ask);
    expect(answer.text).toBe("Rain.");
    expect((await flow.rows(2)).map((row) => [row.outcome, row.status])).toEqual([
      ["declined", 503],
      ["answered", 200],
    ]);
  });
});

describe("the rest of the API", () => {
  it("counts tokens and embeds, by a route's name", async () => {
    flow.answer(
      answerJson({ totalTokens: 7 }),
      answerJson({ embeddings: [{ values: [1, 2] }], embedding: { values: [1, 2] } }),
    );
    expect((await client().models.countTokens(ask)).totalTokens).toBe(7);
    expect((await client().models.embedContent(ask)).embeddings?.[0]?.values).toEqual([1, 2]);
    const paths = flow.sent().map(({ url }) => url.replace(/^\/v1[a-z]*/, ""));
    expect(paths[0]).toBe("/models/gemini-2.5-flash:countTokens");
    expect(paths[1]).toMatch(/^\/models\/gemini-2\.5-flash:(?:batchEmbedContents|embedContent)$/);
    // Google refuses an embedding whose body names another model than its path.
    expect(String(flow.sent()[1]?.body).match(/"model":"[^"]*"/g)).toEqual(['"model":"models/gemini-2.5-flash"']);
  });

  it.each(["v1", "v1beta"])("lists models under %s with the routes before them, and finds one", async (apiVersion) => {
    const one = { name: "models/gemini-2.5-flash", displayName: "Flash" };
    flow.answer(answerJson({ models: [one] }), answerJson(one));
    const listed = (await all(await client({ apiVersion }).models.list())).map(({ name }) => name);
    expect(listed).toContain("models/flash");
    expect(listed.at(-1)).toBe("models/gemini-2.5-flash");
    expect(await client({ apiVersion }).models.get({ model: "gemini-2.5-flash" })).toMatchObject(one);
    expect(flow.sent().map(({ url }) => url.split("?")[0])).toEqual([
      `/${apiVersion}/models`,
      `/${apiVersion}/models/gemini-2.5-flash`,
    ]);
    expect((await flow.rows(2)).map((row) => [row.dialect, row.provider])).toEqual([
      ["gemini", "gemini"],
      ["gemini", "gemini"],
    ]);
  });

  it.each(["v1", "v1beta"])("reaches Google, not OpenAI, where both have a path: %s", async (apiVersion) => {
    flow.answer(answerJson({ files: [], batches: [], operations: [], name: "files/1", cachedContents: [] }));
    const sdk = client({ apiVersion });
    await all(await sdk.files.list());
    await sdk.files.get({ name: "files/1" });
    await sdk.batches.list();
    await sdk.caches.list();
    expect(await flow.rows(4)).toMatchObject(
      Array.from({ length: 4 }, () => ({ provider: "gemini", dialect: "gemini", status: 200 })),
    );
    for (const request of flow.sent()) expect(request.headers["x-goog-api-key"]).toBe(providerKey);
  });

  it("raises the SDK's error with Google's own words", async () => {
    flow.answer(answerJson(geminiError(400, "INVALID_ARGUMENT", "No such file."), 400));
    const error = await rejection(client().files.get({ name: "files/1" }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, message: expect.stringContaining("No such file.") });
  });
});

describe("an upload", () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256);

  it("goes through the gateway to the end, although Google names its own host for the bytes", async () => {
    flow.answer((request, response) => {
      if (request.headers["x-goog-upload-command"] === "start") {
        const url = `${flow.upstream.url}/upload/v1/files?upload_id=u1&upload_protocol=resumable`;
        response.writeHead(200, { "x-goog-upload-url": url, "x-goog-upload-status": "active" }).end();
        return;
      }
      response.writeHead(200, { "content-type": "application/json", "x-goog-upload-status": "final" });
      response.end(JSON.stringify({ file: { name: "files/1", state: "ACTIVE" } }));
    });
    const file = await client().files.upload({ file: new Blob([bytes]), config: { mimeType: "image/png" } });
    expect(file.name).toBe("files/1");
    const [start, upload] = flow.sent();
    expect(start?.headers).toMatchObject({
      "x-goog-upload-protocol": "resumable",
      "x-goog-upload-header-content-length": "300000",
      "x-goog-upload-header-content-type": "image/png",
    });
    expect(upload?.headers["x-goog-upload-command"]).toBe("upload, finalize");
    expect(upload?.url).toBe("/upload/v1/files?upload_id=u1&upload_protocol=resumable");
    expect(upload?.body.equals(Buffer.from(bytes))).toBe(true);
    for (const request of [start, upload]) {
      expect(request?.headers["x-goog-api-key"]).toBe(providerKey);
      expect(JSON.stringify(request?.rawHeaders)).not.toContain(flow.key);
    }
    expect((await flow.rows(2)).map((row) => row.operation)).toEqual(["upload.files", "upload.files"]);
  });
});
