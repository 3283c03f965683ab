import { describe, expect, it } from "vitest";

import { chatAnswer } from "../support/openai-fixtures.ts";
import { answerJson } from "../support/stub-upstream.ts";
import { useWire } from "./wire-fixture.ts";

/** A gateway whose registry has nothing: nobody has applied this configuration. */
const wire = useWire(`
  greeting: { target: openai/gpt-4o-mini, prompt: greeting }
`);
const errorOf = async (answer: Response) => JSON.parse(await answer.text()).error;

describe("without an applied tree", () => {
  it("a route that binds a prompt is refused, with what to type, before any provider", async () => {
    const answer = await wire.post("/v1/chat/completions", { model: "greeting", messages: [] });
    expect(answer.status).toBe(503);
    const { code, message } = await errorOf(answer);
    expect([code, message]).toEqual(["release-broken", expect.stringContaining("holdfast apply")]);
    expect(wire.upstream.requests).toEqual([]);
  });

  it("a prompt that nobody has is refused, and its name is in the message", async () => {
    const prompt = { id: "nobody", label: "production" };
    const answer = await wire.post("/v1/chat/completions", { model: "gpt-4o-mini", messages: [], prompt });
    expect(answer.status).toBe(404);
    expect(await errorOf(answer)).toMatchObject({
      code: "prompt-unknown",
      param: "prompt.id",
      message: expect.stringContaining("nobody@production"),
    });
  });

  it("a prompt of the wrong shape is refused by the member at fault", async () => {
    const prompt = { id: "x", version: 1, variables: ["Ada"] };
    const answer = await wire.post("/v1/chat/completions", { model: "gpt-4o-mini", messages: [], prompt });
    expect(answer.status).toBe(400);
    expect(await errorOf(answer)).toMatchObject({ code: "request-invalid", param: "prompt.variables" });
  });
});

describe("what belongs to the provider", () => {
  it("a prompt that OpenAI stores goes on as it was sent", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    const body = '{"model":"gpt-4o-mini","prompt":{"id":"pmpt_abc","variables":{"a":"b"}}}';
    expect((await wire.post("/v1/responses", body)).status).toBe(200);
    expect(String(wire.upstream.requests.at(-1)?.body)).toBe(body);
  });

  it("variables without a prompt go on as they were sent, and so does a prompt that is a text", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    for (const [path, body] of [
      ["/v1/chat/completions", '{"model":"gpt-4o-mini","messages":[],"variables":{"a":1}}'],
      ["/v1/completions", '{"model":"gpt-4o-mini","prompt":"Once upon"}'],
    ] as const) {
      expect((await wire.post(path, body)).status).toBe(200);
      expect(String(wire.upstream.requests.at(-1)?.body)).toBe(body);
    }
  });

  it("a raw path of a provider knows no prompts", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    const body = '{"model":"gpt-4o-mini","messages":[],"prompt":{"id":"nobody"}}';
    expect((await wire.post("/providers/openai/chat/completions", body)).status).toBe(200);
    expect(String(wire.upstream.requests.at(-1)?.body)).toBe(body);
  });
});
