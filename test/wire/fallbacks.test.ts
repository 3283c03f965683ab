import { describe, expect, it } from "vitest";

import { chatAnswer, chatChunk, chatDone, chatFinish, chatRequest, chatUsage } from "../support/openai-fixtures.ts";
import { answerEvents, answerJson, hang, reset } from "../support/stub-upstream.ts";
import type { StubHandler } from "../support/stub-upstream.ts";
import { useWire } from "./wire-fixture.ts";

const wire = useWire(`
  steady: { target: openai/first, fallbacks: [nowhere/second, openai/third] }
  last: { target: nowhere/first, fallbacks: [anthropic/other-dialect] }
  patient: { target: openai/mute, fallbacks: [openai/third] }
  mute: { target: openai/mute, fallbacks: [openai/mute-too] }
  tuned: { target: openai/first, parameters: { temperature: 0.2, maxOutputTokens: 9 } }
limits: { firstByte: 1s }
`);
const ask = { ...chatRequest, model: "steady" };

/** Answers each model as the test says, in the order of the attempts. */
function byModel(handlers: Readonly<Record<string, StubHandler>>): StubHandler {
  return (request, response) => {
    const { model } = JSON.parse(String(request.body));
    return handlers[model]?.(request, response);
  };
}

const asked = () => wire.upstream.requests.map(({ body }) => JSON.parse(String(body)).model);

describe("a route with fallbacks", () => {
  it("asks them in order when the target is overloaded or cannot be reached, and says who answered", async () => {
    wire.upstream.use(byModel({ first: answerJson({ error: {} }, 529), third: answerJson(chatAnswer) }));
    const answer = await wire.post("/v1/chat/completions", ask);
    expect(await answer.json()).toEqual(chatAnswer);
    expect(answer.headers.get("holdfast-target")).toBe("openai/third");
    expect(answer.headers.get("holdfast-attempts")).toBe("3");
    expect(asked().slice(-2)).toEqual(["first", "third"]);
    expect(await wire.settled()).toMatchObject({ outcome: "answered", target: "openai/third", attempts: 3 });
  });

  it("asks the next when one is silent for too long, and does not take the wait for its own cost", async () => {
    wire.upstream.use(byModel({ mute: hang(), third: answerJson(chatAnswer) }));
    const answer = await wire.post("/v1/chat/completions", { ...chatRequest, model: "patient" });
    expect(await answer.json()).toEqual(chatAnswer);
    const row = await wire.settled();
    expect(row).toMatchObject({ outcome: "answered", target: "openai/third", attempts: 2 });
    expect(row.overhead_ms).toBeLessThan(row.latency_ms / 2);
  });

  it("answers with the timeout when the last one is silent too", async () => {
    wire.upstream.use(hang());
    const answer = await wire.post("/v1/chat/completions", { ...chatRequest, model: "mute" });
    expect([answer.status, answer.headers.get("holdfast-error")]).toEqual([504, "upstream-timeout"]);
    expect(await wire.settled()).toMatchObject({ outcome: "timed-out", attempts: 2 });
  });

  it("asks for a fallback's usage on a stream, where nothing has reached the caller yet", async () => {
    const events = [chatChunk("Hello"), chatFinish, chatUsage, chatDone];
    wire.upstream.use(byModel({ first: reset(), third: answerEvents(events) }));
    const answer = await wire.post("/v1/chat/completions", { ...ask, stream: true });
    expect(await answer.text()).toBe(chatChunk("Hello") + chatFinish + chatDone);
    expect(await wire.settled()).toMatchObject({ target: "openai/third", usage_source: "provider" });
  });

  it("passes a refusal on that every target would give", async () => {
    wire.upstream.use(byModel({ first: answerJson({ error: { message: "too long" } }, 400) }));
    const answer = await wire.post("/v1/chat/completions", ask);
    expect(answer.status).toBe(400);
    expect(await wire.settled()).toMatchObject({ outcome: "declined", attempts: 1, target: "openai/first" });
  });

  it("gives the last target's own error when nobody can answer", async () => {
    wire.upstream.use(answerJson({ error: { message: "busy" } }, 503));
    const answer = await wire.post("/v1/chat/completions", ask);
    expect([answer.status, await answer.json()]).toEqual([503, { error: { message: "busy" } }]);
    expect(await wire.settled()).toMatchObject({ attempts: 3, target: "openai/third", outcome: "declined" });
  });

  it("does not ask one that speaks another dialect", async () => {
    const known = wire.upstream.requests.length;
    const answer = await wire.post("/v1/chat/completions", { ...chatRequest, model: "last" });
    expect(answer.status).toBe(502);
    expect(wire.upstream.requests.length).toBe(known);
  });
});

describe("a route with parameters", () => {
  it("adds those that the caller left open, and changes nothing else", async () => {
    wire.upstream.use(answerJson(chatAnswer));
    await wire.post("/v1/chat/completions", '{"model": "tuned", "temperature": 1, "messages": [ ]}');
    const { body } = { ...wire.upstream.requests.at(-1) };
    expect(JSON.parse(String(body))).toEqual({
      model: "first",
      temperature: 1,
      messages: [],
      max_completion_tokens: 9,
    });
    expect(String(body)).toContain('"temperature": 1, "messages": [ ]');
  });
});
