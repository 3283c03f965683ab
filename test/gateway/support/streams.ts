import type { DialectId } from "../../../src/dialects/dialect.ts";
import { dialects } from "../../../src/dialects/registry.ts";
import { event, messageEvents, textBlock, toolBlock } from "../../flows/anthropic-answers.ts";
import { generated, generatedEvents, geminiEvent } from "../../flows/gemini-answers.ts";
import { chatEvents, functionCall, functionCallEvents, responseEvents } from "../../flows/openai-answers.ts";

const sse = "text/event-stream";

/** How a stream says some pieces of text, in every dialect and framing. */
export const says: readonly (readonly [name: string, DialectId, (pieces: readonly string[]) => string, string])[] = [
  ["openai-chat", "openai-chat", (pieces) => chatEvents(pieces.map((content) => ({ content }))).join(""), sse],
  ["openai-responses", "openai-responses", (pieces) => responseEvents(pieces).join(""), sse],
  ["anthropic-messages", "anthropic-messages", (pieces) => messageEvents([textBlock(pieces)]).join(""), sse],
  ["gemini", "gemini", (pieces) => generatedEvents(pieces).join(""), sse],
  [
    "gemini as an array",
    "gemini",
    (pieces) =>
      JSON.stringify(
        pieces.map((text, index) => generated([{ text }], index === pieces.length - 1 ? "STOP" : undefined)),
        undefined,
        1,
      ),
    "application/json",
  ],
];

/** How a stream calls the weather tool with one argument, its JSON in pieces where the dialect has them. */
export const calls: readonly (readonly [DialectId, (city: string) => string])[] = [
  [
    "openai-chat",
    (city) => {
      const [head, ...pieces] = inPieces({ city });
      const call = { index: 0, id: "call_1", type: "function", function: { name: "weather", arguments: head } };
      const deltas = pieces.map((piece) => ({ tool_calls: [{ index: 0, function: { arguments: piece } }] }));
      return chatEvents([{ tool_calls: [call] }, ...deltas], "tool_calls").join("");
    },
  ],
  [
    "openai-responses",
    (city) => {
      const item = { item_id: "fc_flow", output_index: 0 };
      const deltas = inPieces({ city }).map((delta) => {
        const type = "response.function_call_arguments.delta";
        return `event: ${type}\ndata: ${JSON.stringify({ type, ...item, delta })}\n\n`;
      });
      const said = JSON.stringify(JSON.stringify({ city }));
      const events = functionCallEvents().map((one) => one.replaceAll(JSON.stringify(functionCall.arguments), said));
      return [...events.slice(0, 2), ...deltas, ...events.slice(4)].join("");
    },
  ],
  [
    "anthropic-messages",
    (city) => {
      const deltas = inPieces({ city }).map((piece) => ({ type: "input_json_delta", partial_json: piece }));
      return messageEvents([{ ...toolBlock, deltas }], "tool_use").join("");
    },
  ],
  ["gemini", (city) => geminiEvent(generated([{ functionCall: { name: "weather", args: { city } } }], "STOP"))],
];

/** What a stream's deltas say on every channel, and its whole texts beside them. */
export function saidIn(id: DialectId, bytes: Uint8Array, contentType = sse): readonly string[] {
  const stream = dialects[id].texts.stream(contentType);
  const texts = [...stream.feed(bytes), ...stream.flush()].flatMap((one) => one.texts);
  const deltas = Map.groupBy(
    texts.filter(({ whole }) => !whole),
    ({ channel }) => channel,
  );
  const running = [...deltas.values()].map((pieces) => pieces.map(({ text }) => text).join(""));
  return [...running, ...texts.filter(({ whole, text }) => whole && text !== "").map(({ text }) => text)];
}

export const ping = event({ type: "ping" });

/** Pieces of three characters: no placeholder and no secret stands in one of them. */
export function inPieces(value: object): readonly string[] {
  return JSON.stringify(value).match(/[^]{1,3}/g) ?? [];
}
