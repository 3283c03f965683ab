import { describe, expect, it } from "vitest";
import type { AnswerTexts } from "../../src/dialects/answer-text.ts";
import { applyEdits } from "../../src/dialects/apply-edits.ts";
import type { DialectId } from "../../src/dialects/dialect.ts";
import { dropTokens } from "../../src/dialects/drop-tokens.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { replaceSpan } from "../../src/dialects/replace-span.ts";
import {
  message,
  messageEvents,
  text,
  textBlock,
  thinkingBlock,
  toolBlock,
  weatherUse,
} from "../flows/anthropic-answers.ts";
import { generated, generatedEvents, geminiEvent, weatherCallPart } from "../flows/gemini-answers.ts";
import {
  chatCompletion,
  chatEvents,
  functionCall,
  functionCallEvents,
  outputMessage,
  response,
  responseEvents,
  textDeltas,
  toolCallMessage,
  toolDeltas,
} from "../flows/openai-answers.ts";

const answerOf = (id: DialectId, answer: unknown) => dialects[id].texts.answer(Buffer.from(JSON.stringify(answer)));

/** Every text as one line: what it is, on which channel, and what it says. */
const linesOf = ({ texts }: AnswerTexts) => texts.map(({ kind, channel, text: said }) => `${kind} ${channel}: ${said}`);

/** What came on each channel of a stream, deltas joined; a text that repeats the whole replaces it. */
function channelsOf(id: DialectId, events: readonly string[]): ReadonlyMap<string, string> {
  const stream = dialects[id].texts.stream("text/event-stream");
  const channels = new Map<string, string>();
  for (const { texts } of [...stream.feed(Buffer.from(events.join(""))), ...stream.flush()]) {
    for (const { channel, text: said, whole } of texts) {
      const before = channels.get(channel) ?? "";
      if (whole && before !== "") expect(said).toBe(before);
      channels.set(channel, whole ? said : before + said);
    }
  }
  return channels;
}

const weatherJson = JSON.stringify(weatherUse.input);

describe("a plain answer", () => {
  it("in chat says text, reasoning, refusals and tool calls, choice by choice", () => {
    const { choices: _, ...envelope } = { choices: 0, ...chatCompletion({}) };
    const choices = [
      { index: 1, message: { role: "assistant", content: "second", reasoning_content: "why" }, finish_reason: "stop" },
      { index: 0, message: { role: "assistant", refusal: "no", ...toolCallMessage }, finish_reason: "tool_calls" },
    ];
    const answer = answerOf("openai-chat", { ...envelope, choices });
    expect(linesOf(answer)).toEqual([
      "text choices/1/content: second",
      "reasoning choices/1/reasoning_content: why",
      "refusal choices/0/refusal: no",
      "tool-name choices/0/tool_calls/0/function/name: weather",
      `tool-arguments choices/0/tool_calls/0/function/arguments: ${weatherJson}`,
    ]);
    expect(answer.toolCalls).toEqual([
      { toolCall: "choices/0/tool_calls/0/function", name: "weather", arguments: weatherJson },
    ]);
  });

  it("in messages says text, thinking and tool calls, block by block", () => {
    const thinking = { type: "thinking", thinking: "why", signature: "c2ln" };
    const answer = answerOf("anthropic-messages", message([thinking, text("Rain."), weatherUse]));
    expect(linesOf(answer)).toEqual([
      "reasoning content/0/thinking: why",
      "text content/1/text: Rain.",
      "tool-name content/2/name: weather",
      "tool-arguments content/2/input/city: Utrecht",
      "tool-arguments content/2/input/unit: c",
    ]);
    expect(answer.toolCalls).toEqual([{ toolCall: "content/2", name: "weather", arguments: weatherJson }]);
  });

  it("in responses says what the output has, and not what it echoes of the request", () => {
    const reasoning = { type: "reasoning", id: "rs", summary: [{ type: "summary_text", text: "why" }] };
    const listing = {
      type: "mcp_list_tools",
      id: "l",
      server_label: "s",
      tools: [{ name: "other", description: "d" }],
    };
    const echo = { ...response([reasoning, outputMessage("Rain."), functionCall, listing]), instructions: "secret" };
    const answer = answerOf("openai-responses", echo);
    expect(linesOf(answer)).toEqual([
      "reasoning output/0/summary/0/text: why",
      "text output/1/content/0/text: Rain.",
      "tool-name output/2/name: weather",
      `tool-arguments output/2/arguments: ${weatherJson}`,
      "text output/3/tools/0/name: other",
      "text output/3/tools/0/description: d",
    ]);
    expect(answer.toolCalls).toEqual([{ toolCall: "output/2", name: "weather", arguments: weatherJson }]);
  });

  it("in generated content says text, thoughts and function calls, part by part", () => {
    const parts = [
      { text: "why", thought: true },
      { text: "Rain." },
      weatherCallPart,
      { functionCall: { name: "bare" } },
    ];
    const answer = answerOf("gemini", generated(parts, "STOP"));
    expect(linesOf(answer)).toEqual([
      "reasoning candidates/0/reasoning: why",
      "text candidates/0/text: Rain.",
      "tool-name candidates/0/content/parts/2/functionCall/name: weather",
      "tool-arguments candidates/0/content/parts/2/functionCall/args/city: Utrecht",
      "tool-arguments candidates/0/content/parts/2/functionCall/args/unit: c",
      "tool-name candidates/0/content/parts/3/functionCall/name: bare",
    ]);
    expect(answer.toolCalls.map(({ name, arguments: given }) => [name, given])).toEqual([
      ["weather", weatherJson],
      ["bare", undefined],
    ]);
  });

  it("in completions says its text", () => {
    const answer = answerOf("openai", {
      object: "text_completion",
      choices: [{ text: "Rain", index: 0, logprobs: null }],
    });
    expect(linesOf(answer)).toEqual(["text choices/0/text: Rain"]);
  });

  it("has a field that nobody here has heard of among its texts", () => {
    expect(linesOf(answerOf("openai-chat", { choices: [{ index: 0, message: { news: { deep: "x" } } }] }))).toEqual([
      "text choices/0/news/deep: x",
    ]);
  });

  it("is redacted by splice, its token probabilities with it", () => {
    const logprobs = { content: [{ token: "4111", logprob: -1, bytes: [52], top_logprobs: [] }] };
    const body = Buffer.from(JSON.stringify({ choices: [{ logprobs, message: { content: "4111 é" }, n: 1.5 }] }));
    const answer = dialects["openai-chat"].texts.answer(body);
    const edits = [...answer.texts.map((one) => replaceSpan(one, "[card]")), ...dropTokens(answer)];
    expect(Buffer.from(applyEdits(body, edits)).toString()).toBe(
      '{"choices":[{"logprobs":null,"message":{"content":"[card]"},"n":1.5}]}',
    );
    expect(answerOf("openai-chat", { choices: [{ logprobs: null }] }).tokens).toEqual([]);
  });

  it.each([
    "",
    "no json",
    "[]",
    '{"choices":[{"message":{"content":"cut',
    '{"choices":[{"message":{"content":"\\q"}}]}',
  ])("that is no JSON object says that it was not read: %s", (body) => {
    expect(dialects["openai-chat"].texts.answer(Buffer.from(body)).truncated).toBe(true);
  });
});

describe("a streamed answer", () => {
  it("comes on the channels of the plain one, whole texts repeating what the deltas said", () => {
    expect(channelsOf("openai-chat", chatEvents([...textDeltas, ...toolDeltas]))).toEqual(
      new Map([
        ["choices/0/content", "Rain in Utrecht."],
        ["choices/0/tool_calls/0/function/name", "weather"],
        ["choices/0/tool_calls/0/function/arguments", weatherJson],
      ]),
    );
    expect(channelsOf("openai-responses", responseEvents(["Rain", " in"]))).toEqual(
      new Map([["output/0/content/0/text", "Rain in"]]),
    );
    expect(channelsOf("openai-responses", functionCallEvents())).toEqual(
      new Map([
        ["output/0/name", "weather"],
        ["output/0/arguments", weatherJson],
      ]),
    );
    expect(
      channelsOf("anthropic-messages", messageEvents([thinkingBlock, textBlock(["Ra", "in"]), toolBlock])),
    ).toEqual(
      new Map([
        ["content/0/thinking", "It often rains there."],
        ["content/1/text", "Rain"],
        ["content/2/name", "weather"],
        ["content/2/input", '{"city": "Utrecht", "unit": "c"}'],
      ]),
    );
    expect(channelsOf("gemini", [...generatedEvents(["Ra", "in"]), geminiEvent(generated([weatherCallPart]))])).toEqual(
      new Map([
        ["candidates/0/text", "Rain"],
        ["candidates/0/content/parts/0/functionCall/name", "weather"],
        ["candidates/0/content/parts/0/functionCall/args/city", "Utrecht"],
        ["candidates/0/content/parts/0/functionCall/args/unit", "c"],
      ]),
    );
  });

  it("joins the pieces of a function call's arguments", () => {
    const piece = (stringValue: string) => ({ partialArgs: [{ jsonPath: "$.city", stringValue, willContinue: true }] });
    const events = ["Ut", "recht"].map((said) => geminiEvent(generated([{ functionCall: piece(said) }])));
    expect(channelsOf("gemini", events).get("candidates/0/functionCall/partialArgs")).toBe("Utrecht");
  });

  it("gives a tool's name and its arguments the same call", () => {
    const stream = dialects["openai-chat"].texts.stream("text/event-stream");
    const calls = stream.feed(Buffer.from(chatEvents(toolDeltas).join(""))).flatMap(({ texts }) => texts);
    expect(new Set(calls.map(({ toolCall }) => toolCall))).toEqual(new Set(["choices/0/tool_calls/0/function"]));
  });
});
