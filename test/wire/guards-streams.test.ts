import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";

import { messageEvents, textBlock } from "../flows/anthropic-answers.ts";
import { all } from "../flows/flow-fixture.ts";
import { generatedEvents } from "../flows/gemini-answers.ts";
import { chatCompletion, chatEvents, responseEvents, toolDeltas } from "../flows/openai-answers.ts";
import { chatChunk, chatDone, chatFinish, chatRequest } from "../support/openai-fixtures.ts";
import { answerEvents, answerJson, pause } from "../support/stub-upstream.ts";
import { useWire } from "./wire-fixture.ts";

const wire = useWire(`
  held: { target: openai/gpt-4o-mini, guards: holding }
  held-claude: { target: anthropic/claude-haiku-4-5, guards: holding }
  held-gemini: { target: gemini/gemini-2.5-flash, guards: holding }
  private: { target: openai/gpt-4o-mini, guards: hiding }
  watched: { target: openai/gpt-4o-mini, guards: watching }
  shadowed: { target: openai/gpt-4o-mini, guards: shadowing }
guards:
  holding: { actions: { pii: block }, tools: { allow: [time] } }
  hiding: { actions: { pii: redact }, pii: [email] }
  watching: { mode: observe }
  shadowing: { mode: shadow, actions: { pii: block } }
limits: { firstByte: 1500ms, idle: 600ms, total: 8s }
`);

const sentence = "The answer goes on for a while, and says what it has to say. ";
const filler = sentence.repeat(4);
/** More than a block, in pieces. */
const sentences: readonly string[] = Array(24).fill(chatChunk(sentence));
const card = "It is 4111 1111 1111 1111 , yes. ";
const streamed = (model: string) => ({ ...chatRequest, model, stream: true });

/** What came of an answer's body, and how long after its head. */
async function arrivals(answer: Response): Promise<readonly (readonly [text: string, afterMs: number])[]> {
  const from = performance.now();
  const seen: [string, number][] = [];
  for await (const chunk of answer.body ?? []) seen.push([Buffer.from(chunk).toString(), performance.now() - from]);
  return seen;
}

describe("a stream under a policy that is enforced", () => {
  it("has the provider's very bytes when nothing is found", async () => {
    const events = chatEvents([{ content: filler }, { content: sentence }]);
    wire.upstream.use(answerEvents(events));
    const answer = await wire.post("/v1/chat/completions", {
      ...streamed("held"),
      stream_options: { include_usage: true },
    });
    expect(await answer.text()).toBe(events.join(""));
    expect(answer.headers.get("holdfast-guard")).toBe("pass");
    expect(await wire.settled()).toMatchObject({
      outcome: "answered",
      guard_verdict: "pass",
      usage_source: "provider",
    });
  });

  it("is held back no longer than the window waits", async () => {
    wire.upstream.use(async (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (let count = 0; count < 12; count += 1) response.write(chatChunk(sentence));
      await pause(550);
      response.end(chatFinish + chatDone);
    });
    const seen = await arrivals(await wire.post("/v1/chat/completions", streamed("held")));
    const [first = "", afterMs = Infinity] = seen.find(([text]) => text.includes("answer")) ?? [];
    expect(first.split("answer").length).toBeGreaterThan(8);
    expect(afterMs).toBeLessThan(450);
    expect(await wire.settled()).toMatchObject({ outcome: "answered" });
  });

  it("is no provider that fell silent, while what it says is held back", async () => {
    wire.upstream.use(answerEvents([...Array(12).fill(chatChunk("a")), chatFinish, chatDone], 100));
    const answer = await wire.post("/v1/chat/completions", streamed("held"));
    expect((await answer.text()).split('"content":"a"')).toHaveLength(13);
    expect(await wire.settled()).toMatchObject({ outcome: "answered" });
  });

  it("that is stopped hangs up on the provider, and is recorded as refused with what was sent counted", async () => {
    const events = [...sentences, chatChunk(card), ...sentences, ...Array(200).fill(chatChunk("!"))];
    wire.upstream.use(answerEvents(events, 10));
    const answer = await wire.post("/v1/chat/completions", streamed("held"));
    const text = await answer.text();
    expect(text).not.toContain("4111");
    expect(text.startsWith(sentences.slice(0, 12).join(""))).toBe(true);
    expect(text.endsWith(chatDone)).toBe(true);
    await wire.upstream.requests.at(-1)?.aborted;
    expect(await wire.settled()).toMatchObject({
      outcome: "refused",
      status: 200,
      error_code: "output-blocked",
      guard_verdict: "block",
    });
    const { count } = { ...wire.gateway.recorder.entries.at(-1) };
    expect(count?.output).toContain("goes on");
    expect(count?.output).not.toContain("4111");
    expect(wire.gateway.gateway.openCalls.count()).toBe(0);
  });

  it("that a guard could not read is recorded as that, logged and counted", async () => {
    const before = wire.gateway.gateway.counters.read().guardBreaks["answer"] ?? 0;
    wire.upstream.use(answerEvents(["data: hello\n\n"]));
    const answer = await wire.post("/v1/chat/completions", streamed("held"));
    expect(await answer.text()).toContain("content_filter");
    const row = await wire.settled();
    expect(row).toMatchObject({ outcome: "refused", error_code: "guard-broke" });
    expect(wire.gateway.logged.filter((line) => line.includes('"guard-broke"')).join("")).toContain(row.id);
    expect(wire.gateway.gateway.counters.read().guardBreaks["answer"]).toBe(before + 1);
  });

  it("that turns out to be a plain answer breaks off when it is blocked", async () => {
    wire.upstream.use(answerJson(chatCompletion({ content: card })));
    const answer = await wire.post("/v1/chat/completions", streamed("held"));
    await expect(answer.text()).rejects.toThrow();
    expect(await wire.settled()).toMatchObject({ outcome: "refused", error_code: "output-blocked" });
  });

  it("that the provider breaks ends with an error event, after what was decided", async () => {
    wire.upstream.use(async (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(sentences.join("") + chatChunk("It is 4111 11"));
      await pause(50);
      response.destroy();
    });
    const text = await (await wire.post("/v1/chat/completions", streamed("held"))).text();
    expect(text.startsWith(sentences.slice(0, 12).join(""))).toBe(true);
    expect(text).toContain("upstream-broke");
    expect(text).not.toContain("4111");
    expect(await wire.settled()).toMatchObject({ outcome: "broke", error_code: "upstream-broke" });
  });

  it("that its caller leaves is hung up on at once, and leaves nothing open", async () => {
    wire.upstream.use(answerEvents(Array(300).fill(chatChunk(sentence)), 10));
    const controller = new AbortController();
    const answer = await wire.post("/v1/chat/completions", streamed("held"), { signal: controller.signal });
    await answer.body?.getReader().read();
    controller.abort();
    const leftAt = performance.now();
    await wire.upstream.requests.at(-1)?.aborted;
    expect(performance.now() - leftAt).toBeLessThan(100);
    expect(await wire.settled()).toMatchObject({ outcome: "client-closed", status: 200 });
    expect(wire.gateway.gateway.openCalls.count()).toBe(0);
  });

  it("has what was redacted in the request back, and the provider never saw it", async () => {
    const address = "ada.lovelace@mail.example.org";
    wire.upstream.use(answerEvents(chatEvents(["To [em", "ail-", "1] it is."].map((content) => ({ content })))));
    const answer = await wire.post("/v1/chat/completions", {
      ...streamed("private"),
      messages: [{ role: "user", content: `Write to ${address}` }],
    });
    const text = await answer.text();
    expect(wire.upstream.requests.at(-1)?.body.toString()).not.toContain(address);
    expect(text).toContain(`"content":"To ${address}"`);
    expect(await wire.settled()).toMatchObject({ outcome: "answered", guard_verdict: "redact" });
  });

  it("is kept in the ledger without what was redacted in the request, though the caller had it back", async () => {
    wire.gateway.changeSnapshot((snapshot) => ({ ...snapshot, capture: { ...snapshot.capture, bodies: "all" } }));
    const messages = [{ role: "user", content: "Write to ada@mail.example.org" }];
    for (const stream of [true, false]) {
      const events = chatEvents(["To [em", "ail-1] it is."].map((content) => ({ content })));
      wire.upstream.use(stream ? answerEvents(events) : answerJson(chatCompletion({ content: "To [email-1] it is." })));
      const answer = await wire.post("/v1/chat/completions", { ...streamed("private"), stream, messages });
      expect(await answer.text()).toContain("ada@");
      await wire.settled();
    }
    for (const { bodies } of wire.gateway.recorder.entries.slice(-2)) {
      expect(bodies?.response).toContain("[email-1]");
      expect(bodies?.response).not.toContain("ada@");
    }
  });
});

describe("a stopped stream, as the official SDKs read it", () => {
  const pieces = [filler, card, filler];
  const asked = { model: "held", messages: [{ role: "user" as const, content: "Hi" }] };

  it("is a content-filter finish in chat completions and responses", async () => {
    const openai = new OpenAI({ baseURL: `${wire.gateway.url}/v1`, apiKey: wire.gateway.key, maxRetries: 0 });
    wire.upstream.use(answerEvents(chatEvents(pieces.map((content) => ({ content })))));
    const chat = await openai.chat.completions.stream(asked).finalChatCompletion();
    expect(chat.choices[0]).toMatchObject({ finish_reason: "content_filter" });
    wire.upstream.use(answerEvents(responseEvents(pieces)));
    const response = await openai.responses.stream({ model: "held", input: "Hi" }).finalResponse();
    expect(response).toMatchObject({ status: "incomplete", incomplete_details: { reason: "content_filter" } });
  });

  it("is a filtered answer without the tool call that is not allowed", async () => {
    const openai = new OpenAI({ baseURL: `${wire.gateway.url}/v1`, apiKey: wire.gateway.key, maxRetries: 0 });
    wire.upstream.use(answerEvents(chatEvents([{ content: sentence }, ...toolDeltas], "tool_calls")));
    const chat = await openai.chat.completions.stream(asked).finalChatCompletion();
    expect(chat.choices[0]).toMatchObject({ finish_reason: "content_filter" });
    expect(chat.choices[0]?.message.tool_calls ?? []).toEqual([]);
  });

  it("is a refusal in messages", async () => {
    const anthropic = new Anthropic({ baseURL: wire.gateway.url, apiKey: wire.gateway.key, maxRetries: 0 });
    wire.upstream.use(answerEvents(messageEvents([textBlock(pieces)])));
    const ask = { ...asked, model: "held-claude", max_tokens: 10 };
    expect(await anthropic.messages.stream(ask).finalMessage()).toMatchObject({ stop_reason: "refusal" });
    await wire.settled();
  });

  it("is a finish by SAFETY in generateContent", async () => {
    const gemini = new GoogleGenAI({ apiKey: wire.gateway.key, httpOptions: { baseUrl: wire.gateway.url } });
    wire.upstream.use(answerEvents(generatedEvents(pieces)));
    const got = await all(await gemini.models.generateContentStream({ model: "held-gemini", contents: "Hi" }));
    expect(got.at(-1)?.candidates?.[0]?.finishReason).toBe("SAFETY");
    expect(await wire.settled()).toMatchObject({ outcome: "refused", error_code: "output-blocked" });
  });
});

describe("a stream under a policy that only looks on", () => {
  it.each([
    ["watched", "observe:flag"],
    ["shadowed", "shadow:block"],
  ])("is not delayed, and not changed: %s", async (model, verdict) => {
    const events = [chatChunk("It is 4111 11"), chatChunk("11 1111 1111 , yes."), chatFinish, chatDone];
    wire.upstream.use(answerEvents(events, 100));
    const answer = await wire.post("/v1/chat/completions", {
      ...streamed(model),
      stream_options: { include_usage: true },
    });
    const seen = await arrivals(answer);
    expect(seen.map(([text]) => text).join("")).toBe(events.join(""));
    expect(seen[0]?.[0]).toBe(events[0]);
    expect(seen[0]?.[1]).toBeLessThan(90);
    expect(seen[1]?.[0]).toBe(events[1]);
    expect(await wire.settled()).toMatchObject({ outcome: "answered", guard_verdict: verdict });
    const { call } = { ...wire.gateway.recorder.entries.at(-1) };
    expect(JSON.stringify(call)).toContain("pii/card");
    expect(JSON.stringify(call)).not.toContain("4111");
  });
});
