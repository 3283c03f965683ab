import { goesOn, type EndingEvent, type StreamEnding, type StreamMeaning } from "../texts/stream-ending.ts";
import { fieldsOf, type UsageFields } from "../usage-fields.ts";

/** Blocks are closed by name; no message has more. */
const maxOpenBlocks = 4_096;

/** Ends a streamed message as Anthropic's own classifiers do: open blocks are closed, and the stop reason is a refusal. */
export class AnthropicEnding implements StreamEnding {
  #start: UsageFields | undefined;
  #hasStarted = false;
  readonly #open = new Set<number>();

  read(value: UsageFields): StreamMeaning {
    switch (value["type"]) {
      case "message_start":
        this.#start = value;
        return goesOn;
      case "content_block_stop":
        return { ended: false, closes: [`content/${String(indexOf(value))}`] };
      case "message_stop":
      case "error":
        return { ended: true, closes: [""] };
      default:
        return goesOn;
    }
  }

  passed(value: UsageFields): void {
    const index = indexOf(value);
    if (value["type"] === "message_start") this.#hasStarted = true;
    else if (value["type"] === "content_block_stop") this.#open.delete(index);
    else if (value["type"] === "content_block_start" && this.#open.size < maxOpenBlocks) this.#open.add(index);
  }

  stop(why: string): readonly EndingEvent[] {
    const start = this.#start ?? { type: "message_start", message: emptyMessage };
    const stopDetails = { type: "refusal", category: null, explanation: why };
    return [
      ...(this.#hasStarted ? [] : [start]),
      ...[...this.#open].map((index) => ({ type: "content_block_stop", index })),
      {
        type: "message_delta",
        delta: { stop_reason: "refusal", stop_sequence: null, stop_details: stopDetails },
        usage: { output_tokens: this.#outputTokens() },
      },
      { type: "message_stop" },
    ].map((event) => ({ name: String(event["type"]), data: JSON.stringify(event) }));
  }

  /** The last count that the provider gave; SDKs copy it, so it must be a number. */
  #outputTokens(): unknown {
    return fieldsOf(fieldsOf(this.#start?.["message"])["usage"])["output_tokens"] ?? 0;
  }
}

/** For a stream that is stopped before the provider's first event. */
const emptyMessage = {
  id: "msg_stopped",
  type: "message",
  role: "assistant",
  model: "",
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 0, output_tokens: 0 },
} as const;

function indexOf(value: UsageFields): number {
  return typeof value["index"] === "number" ? value["index"] : 0;
}
