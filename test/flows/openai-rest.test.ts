import { gzipSync } from "node:zlib";
import OpenAI, { toFile } from "openai";
import { describe, expect, it } from "vitest";

import { answerEvents, answerJson } from "../support/stub-upstream.ts";
import type { StubHandler } from "../support/stub-upstream.ts";
import { all, providerKey, rejection, useFlow } from "./flow-fixture.ts";

const flow = useFlow();
const client = () => new OpenAI({ baseURL: `${flow.url}/v1`, apiKey: flow.key, maxRetries: 0 });
const allBytes = Uint8Array.from({ length: 3_000_000 }, (_, index) => index % 256);

const answerBytes =
  (bytes: Uint8Array, type: string): StubHandler =>
  (_request, response) => {
    response.writeHead(200, { "content-type": type, "transfer-encoding": "chunked" });
    response.end(bytes);
  };

describe("files", () => {
  const file = { id: "file-1", object: "file", bytes: 3_000_000, filename: "all.bin", purpose: "user_data" };

  it("are uploaded as a form whose bytes arrive unchanged", async () => {
    flow.answer(answerJson(file));
    const made = await client().files.create({ file: await toFile(allBytes, "all.bin"), purpose: "user_data" });
    expect(made.id).toBe("file-1");
    const [request] = flow.sent();
    expect(request).toMatchObject({ method: "POST", url: "/v1/files" });
    expect(request?.headers["authorization"]).toBe(`Bearer ${providerKey}`);
    const form = await new Response(request?.body, {
      headers: { "content-type": String(request?.headers["content-type"]) },
    }).formData();
    const sent = form.get("file");
    expect(sent instanceof File && Buffer.from(await sent.arrayBuffer()).equals(allBytes)).toBe(true);
    expect((await flow.rows(1))[0]).toMatchObject({ operation: "files", outcome: "answered", usage_source: "none" });
  });

  it("are downloaded byte for byte", async () => {
    flow.answer(answerBytes(allBytes, "application/octet-stream"));
    const content = await (await client().files.content("file-1")).arrayBuffer();
    expect(Buffer.from(content).equals(allBytes)).toBe(true);
    expect((await flow.rows(1))[0]).toMatchObject({ operation: "files.content", response_bytes: 3_000_000 });
  });

  it("are listed page by page, and deleted", async () => {
    flow.answer(
      answerJson({ object: "list", data: [file], has_more: true, last_id: "file-1" }),
      answerJson({ object: "list", data: [{ ...file, id: "file-2" }], has_more: false }),
      answerJson({ id: "file-1", object: "file", deleted: true }),
    );
    expect((await all(client().files.list({ limit: 1 }))).map(({ id }) => id)).toEqual(["file-1", "file-2"]);
    expect(flow.sent().map(({ url }) => url)).toEqual(["/v1/files?limit=1", "/v1/files?limit=1&after=file-1"]);
    expect(await client().files.delete("file-1")).toMatchObject({ deleted: true });
    expect(flow.sent()[2]?.method).toBe("DELETE");
  });
});

describe("audio", () => {
  const usage = {
    type: "tokens",
    input_tokens: 14,
    input_token_details: { text_tokens: 0, audio_tokens: 14 },
    output_tokens: 5,
    total_tokens: 19,
  };

  it("is transcribed from a form, and metered", async () => {
    flow.answer(answerJson({ text: "Hello.", usage }));
    const file = await toFile(allBytes.subarray(0, 50_000), "speech.wav");
    const heard = await client().audio.transcriptions.create({ file, model: "gpt-4o-transcribe" });
    expect(heard.text).toBe("Hello.");
    expect(flow.sent()[0]?.body.includes(Buffer.from(allBytes.subarray(0, 50_000)))).toBe(true);
    expect((await flow.rows(1))[0]).toMatchObject({
      operation: "audio.transcriptions",
      input_tokens: 14,
      input_audio_tokens: 14,
      output_tokens: 5,
      usage_source: "provider",
    });
  });

  it("is metered when the provider packs its answers for everyone who can unpack them", async () => {
    flow.answer((request, response) => {
      const packs = String(request.headers["accept-encoding"]).includes("gzip");
      const text = Buffer.from(JSON.stringify({ text: "Hello.", usage }));
      response.writeHead(200, { "content-type": "application/json", ...(packs ? { "content-encoding": "gzip" } : {}) });
      response.end(packs ? gzipSync(text) : text);
    });
    const file = await toFile(allBytes.subarray(0, 1_000), "speech.wav");
    expect(await client().audio.transcriptions.create({ file, model: "gpt-4o-transcribe" })).toMatchObject({ usage });
    expect((await flow.rows(1))[0]).toMatchObject({ input_audio_tokens: 14, usage_source: "provider" });
  });

  it("is transcribed as a stream", async () => {
    const events = [
      { type: "transcript.text.delta", delta: "Hel" },
      { type: "transcript.text.delta", delta: "lo." },
      { type: "transcript.text.done", text: "Hello.", usage },
    ];
    flow.answer(answerEvents(events.map((event) => `data: ${JSON.stringify(event)}\n\n`)));
    const file = await toFile(allBytes.subarray(0, 50_000), "speech.wav");
    const model = "gpt-4o-transcribe";
    expect(await all(await client().audio.transcriptions.create({ file, model, stream: true }))).toEqual(events);
    expect((await flow.rows(1))[0]).toMatchObject({ input_audio_tokens: 14, output_tokens: 5 });
  });

  it("is spoken as bytes", async () => {
    flow.answer(answerBytes(allBytes, "audio/mpeg"));
    const speech = await client().audio.speech.create({ model: "tts-1", voice: "alloy", input: "Hello." });
    expect(Buffer.from(await speech.arrayBuffer()).equals(allBytes)).toBe(true);
    expect(speech.headers.get("content-type")).toBe("audio/mpeg");
    expect((await flow.rows(1))[0]).toMatchObject({ operation: "audio.speech", requested_model: "tts-1" });
  });
});

describe("embeddings", () => {
  it("come as numbers and as base64, from echo too", async () => {
    const numbers = await client().embeddings.create({ model: "mirror", input: ["a", "b"], encoding_format: "float" });
    const decoded = await client().embeddings.create({ model: "mirror", input: ["a", "b"] });
    expect(numbers.data[0]?.embedding).toHaveLength(8);
    expect(decoded.data.map(({ embedding }) => Array.from(embedding))).toEqual(
      numbers.data.map(({ embedding }) => embedding),
    );
    for (const row of await flow.rows(2)) {
      expect(row).toMatchObject({
        route: "mirror",
        operation: "embeddings",
        input_tokens: 2,
        usage_source: "provider",
      });
    }
  });

  it("keep the provider's bytes", async () => {
    const floats = new Float32Array([0.25, -1, 3.5]);
    const embedding = Buffer.from(floats.buffer).toString("base64");
    const usage = { prompt_tokens: 3, total_tokens: 3 };
    flow.answer(
      answerJson({ object: "list", data: [{ object: "embedding", index: 0, embedding }], model: "e", usage }),
    );
    const answer = await client().embeddings.create({ model: "text-embedding-3-small", input: "a" });
    expect(Array.from(answer.data[0]?.embedding ?? [])).toEqual([0.25, -1, 3.5]);
    expect(flow.sentJson()).toMatchObject({ encoding_format: "base64", model: "text-embedding-3-small" });
  });
});

describe("models", () => {
  const gpt = { id: "gpt-4o-mini", object: "model", created: 1, owned_by: "openai" };

  it("are listed with the routes before them", async () => {
    flow.answer(answerJson({ object: "list", data: [gpt] }));
    const listed = (await all(client().models.list())).map(({ id, owned_by: owner }) => [id, owner]);
    expect(listed).toContainEqual(["support", "holdfast"]);
    expect(listed.at(-1)).toEqual(["gpt-4o-mini", "openai"]);
  });

  it("are listed with only those routes that the key may use", async () => {
    flow.answer(answerJson({ object: "list", data: [gpt] }));
    const { key } = flow.gateway.issue({ allowedRoutes: ["support"] });
    const listed = await all(client().withOptions({ apiKey: key }).models.list());
    expect(listed.filter(({ owned_by: owner }) => owner === "holdfast").map(({ id }) => id)).toEqual(["support"]);
  });
});

describe("the rest of the API", () => {
  it("moderates", async () => {
    flow.answer(answerJson({ id: "modr-1", model: "omni-moderation-latest", results: [{ flagged: true }] }));
    const moderated = await client().moderations.create({ model: "omni-moderation-latest", input: "x" });
    expect(moderated.results[0]?.flagged).toBe(true);
  });

  it("runs batches", async () => {
    const batch = { id: "batch_1", object: "batch", status: "validating", endpoint: "/v1/chat/completions" };
    const usage = { input_tokens: 1_000, output_tokens: 500, total_tokens: 1_500 };
    flow.answer(answerJson(batch), answerJson({ ...batch, status: "completed", usage }));
    const made = await client().batches.create({
      input_file_id: "file-1",
      endpoint: "/v1/chat/completions",
      completion_window: "24h",
    });
    const done = await client().batches.retrieve(made.id);
    expect(done.status).toBe("completed");
    // A batch says what its calls used, which are no calls of ours: asking again must not bill it again.
    expect((await flow.rows(2)).map((row) => row.input_tokens)).toEqual([undefined, undefined]);
  });

  it("makes and edits images", async () => {
    const b64 = Buffer.from(allBytes.subarray(0, 200_000)).toString("base64");
    flow.answer(answerJson({ created: 1, data: [{ b64_json: b64 }] }));
    const made = await client().images.generate({ model: "gpt-image-1", prompt: "a cat" });
    expect(made.data?.[0]?.b64_json).toBe(b64);
    const image = await toFile(allBytes.subarray(0, 1_000), "cat.png", { type: "image/png" });
    const edited = await client().images.edit({ model: "gpt-image-1", image, prompt: "a dog" });
    expect(edited.data?.[0]?.b64_json).toBe(b64);
    expect((await flow.rows(2)).map((row) => row.operation)).toEqual(["images.generations", "images.edits"]);
  });

  it("answers what the provider does not have with the provider's own error", async () => {
    flow.answer(answerJson({ error: { message: "No such thing.", type: "invalid_request_error" } }, 404));
    const error = await rejection(client().vectorStores.retrieve("vs_1"));
    expect(error).toBeInstanceOf(OpenAI.NotFoundError);
    expect(error).toMatchObject({ message: "404 No such thing.", status: 404 });
  });

  it("cancels, deletes and lists the items of a stored response", async () => {
    flow.answer(answerJson({ object: "list", data: [], has_more: false, id: "resp_1", status: "cancelled" }));
    await client().responses.cancel("resp_1");
    await all(client().responses.inputItems.list("resp_1"));
    await client().responses.delete("resp_1");
    expect(flow.sent().map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /v1/responses/resp_1/cancel",
      "GET /v1/responses/resp_1/input_items",
      "DELETE /v1/responses/resp_1",
    ]);
  });
});
