import { parseJson } from "../lib/parse-json.ts";
import type { AnswerText, AnswerTextKind } from "./answer-text.ts";
import type { DialectTexts } from "./dialect-texts.ts";
import { gatherToolCalls } from "./gather-tool-calls.ts";
import type { StreamEvent } from "./stream-text.ts";

type Said = Pick<StreamEvent, "texts" | "toolCalls" | "closes" | "truncated">;

export interface SaidText {
  readonly text: string;
  /** True when there is more than was read. */
  readonly truncated: boolean;
}

/** What a reader of the answer sees. Reasoning is none of it, and tool calls are put together by themselves. */
const shown: ReadonlySet<AnswerTextKind> = new Set(["text", "refusal"]);

/**
 * All that an answer says, as one text for people: what stands on each channel, and then each tool call as
 * `name(arguments)`. The same for a plain answer and for a stream that says the same. Never throws.
 */
export function saidText(answer: Uint8Array, texts: DialectTexts, stream: boolean): SaidText {
  const said = stream ? streamed(answer, texts) : [{ ...texts.answer(answer), closes: [""] }];
  const channels = new Map<string, string>();
  const calls = gatherToolCalls();
  const complete = said.flatMap((event) => {
    for (const text of event.texts) if (shown.has(text.kind)) addTo(channels, text);
    return calls.add(event);
  });
  const callLines = [...complete, ...calls.open()].map((call) => `${call.name}(${compact(call.arguments ?? "")})`);
  return {
    text: [...channels.values(), ...callLines].filter((part) => part !== "").join("\n\n"),
    truncated: calls.truncated || said.some((event) => event.truncated),
  };
}

/** Whether a model puts spaces between its arguments is nothing that it says. */
function compact(json: string): string {
  const parsed = parseJson(json);
  return parsed.ok ? JSON.stringify(parsed.value) : json;
}

/** How a stream is written shows in its first character, so that no content type is needed. */
function streamed(answer: Uint8Array, texts: DialectTexts): readonly Said[] {
  const stream = texts.stream("");
  return [...stream.feed(answer), ...stream.flush()];
}

function addTo(channels: Map<string, string>, { channel, text, whole }: AnswerText): void {
  channels.set(channel, whole ? text : (channels.get(channel) ?? "") + text);
}
