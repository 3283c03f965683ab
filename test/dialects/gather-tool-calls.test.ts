import { describe, expect, it } from "vitest";
import type { DialectId } from "../../src/dialects/dialect.ts";
import { gatherToolCalls, maxGathered } from "../../src/dialects/gather-tool-calls.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { messageEvents, textBlock, toolBlock } from "../flows/anthropic-answers.ts";
import { generated, geminiEvent, weatherCallPart } from "../flows/gemini-answers.ts";
import { chatEvents, functionCallEvents, toolDeltas, weatherCall } from "../flows/openai-answers.ts";

function gather(id: DialectId, events: readonly string[]) {
  const stream = dialects[id].texts.stream("text/event-stream");
  const gatherer = gatherToolCalls();
  const calls = stream.feed(Buffer.from(events.join(""))).flatMap((event) => gatherer.add(event));
  return { calls: calls.map(({ name, arguments: given }) => [name, given]), gatherer };
}

const oneDelta = [
  { tool_calls: [{ index: 0, id: "c", type: "function", function: { name: "weather", arguments: "{}" } }] },
  { tool_calls: [{ index: 1, id: "d", type: "function", function: { name: "time", arguments: "" } }] },
  { tool_calls: [{ index: 1, function: { arguments: '{"a"' } }] },
  { tool_calls: [{ index: 1, function: { arguments: ":1}" } }] },
];

describe("the tool calls of a stream", () => {
  const json = JSON.stringify(weatherCall);
  it.each([
    ["openai-chat", chatEvents(toolDeltas, "tool_calls"), [["weather", json]]],
    [
      "openai-chat",
      chatEvents(oneDelta, "tool_calls"),
      [
        ["weather", "{}"],
        ["time", '{"a":1}'],
      ],
    ],
    ["openai-responses", functionCallEvents(), [["weather", json]]],
    [
      "anthropic-messages",
      messageEvents([textBlock(["a"]), toolBlock]),
      [["weather", '{"city": "Utrecht", "unit": "c"}']],
    ],
    [
      "gemini",
      [geminiEvent(generated([weatherCallPart])), geminiEvent(generated([{ functionCall: { name: "time" } }], "STOP"))],
      [
        ["weather", json],
        ["time", undefined],
      ],
    ],
  ] as const)("in %s are complete with name and arguments, each once", (id, events, calls) => {
    expect(gather(id, events).calls).toEqual(calls);
  });

  it("are complete when their channel closes, and open before", () => {
    const { calls, gatherer } = gather("anthropic-messages", messageEvents([toolBlock]).slice(0, 4));
    expect(calls).toEqual([]);
    expect(gatherer.open()).toMatchObject([{ toolCall: "content/0", name: "weather" }]);
  });

  it("are bounded, and say when there is more", () => {
    const piece = { tool_calls: [{ index: 0, function: { arguments: "a".repeat(maxGathered / 2 + 1) } }] };
    expect(gather("openai-chat", chatEvents([toolDeltas[0] ?? {}, piece])).gatherer.truncated).toBe(false);
    expect(gather("openai-chat", chatEvents([toolDeltas[0] ?? {}, piece, piece])).gatherer.truncated).toBe(true);
  });
});
