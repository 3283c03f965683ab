import { describe, expect, it } from "vitest";
import type { DialectId } from "../../src/dialects/dialect.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { saidText } from "../../src/dialects/said-text.ts";
import {
  message,
  messageEvents,
  text,
  textBlock,
  thinkingBlock,
  toolBlock,
  weatherUse,
} from "../flows/anthropic-answers.ts";
import { generated, generatedEvents, weatherCallPart } from "../flows/gemini-answers.ts";
import {
  chatCompletion,
  chatEvents,
  functionCall,
  functionCallEvents,
  outputMessage,
  response,
  responseEvents,
  toolCallMessage,
  toolDeltas,
} from "../flows/openai-answers.ts";

const plain = (id: DialectId, answer: unknown) =>
  saidText(Buffer.from(JSON.stringify(answer)), dialects[id].texts, false);
const streamed = (id: DialectId, stream: string) => saidText(Buffer.from(stream), dialects[id].texts, true);

const said = "Rain in ü";
const pieces = ["Rain", " in ü"];
const call = 'weather({"city":"Utrecht","unit":"c"})';

describe("what an answer says", () => {
  it.each([
    ["openai-chat", chatCompletion({ content: said }), chatEvents(pieces.map((content) => ({ content })))],
    ["openai-responses", response([outputMessage(said)]), responseEvents(pieces)],
    ["anthropic-messages", message([text(said)]), messageEvents([textBlock(pieces)])],
    ["gemini", generated([{ text: said }], "STOP"), generatedEvents(pieces)],
  ] as const)("in %s is the same text, plain and streamed", (id, answer, events) => {
    expect(plain(id, answer)).toEqual({ text: said, truncated: false });
    expect(streamed(id, events.join(""))).toEqual({ text: said, truncated: false });
  });

  it.each([
    ["openai-chat", chatCompletion(toolCallMessage, "tool_calls"), chatEvents(toolDeltas, "tool_calls")],
    ["openai-responses", response([functionCall]), functionCallEvents()],
    ["anthropic-messages", message([weatherUse], "tool_use"), messageEvents([toolBlock], "tool_use")],
  ] as const)("in %s names a tool call with its arguments, plain and streamed", (id, answer, events) => {
    expect(plain(id, answer).text).toBe(call);
    expect(streamed(id, events.join("")).text).toBe(call);
  });

  it("is texts first and tool calls after them, each by itself", () => {
    expect(plain("gemini", generated([weatherCallPart, { text: "Let me look." }])).text).toBe(
      `Let me look.\n\n${call}`,
    );
    expect(plain("anthropic-messages", message([text("One."), text("Two.")])).text).toBe("One.\n\nTwo.");
  });

  it("leaves reasoning out", () => {
    expect(streamed("anthropic-messages", messageEvents([thinkingBlock, textBlock(["Rain."])]).join("")).text).toBe(
      "Rain.",
    );
  });

  it("of a stream that asked for one and got a plain answer is read all the same", () => {
    expect(streamed("openai-chat", JSON.stringify(chatCompletion({ content: said }))).text).toBe(said);
  });

  it("of an answer that was cut says so", () => {
    const cut = JSON.stringify(chatCompletion({ content: said })).slice(0, -20);
    expect(saidText(Buffer.from(cut), dialects["openai-chat"].texts, false)).toEqual({ text: said, truncated: true });
  });

  it("is nothing for numbers", () => {
    const vectors = { object: "list", data: [{ object: "embedding", index: 0, embedding: [0.5, 1] }], model: "m" };
    expect(plain("openai", vectors)).toEqual({ text: "", truncated: false });
  });
});
