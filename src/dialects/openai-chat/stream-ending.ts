import type { EndingEvent, StreamEnding, StreamMeaning } from "../texts/stream-ending.ts";
import { fieldsOf, type UsageFields } from "../usage-fields.ts";

/** The most choices that are ended by name; OpenAI takes 128. */
const maxChoices = 1_024;
const completion = "text_completion";
const done: EndingEvent = { data: "[DONE]" };

/** Ends a stream of chat, or of a completion, as OpenAI's own filter does. */
export class ChatEnding implements StreamEnding {
  /** What every chunk says alike: `id`, `model`, `created` … */
  #common: UsageFields = {};
  /** Choices that the caller has seen, and whether they still go on. */
  readonly #open = new Map<number, boolean>();

  read(value: UsageFields): StreamMeaning {
    const { choices: _, usage: __, ...common } = value;
    if (Array.isArray(value["choices"])) this.#common = common;
    const closes = choicesOf(value)
      .filter(({ finished }) => finished)
      .map(({ index }) => `choices/${index}`);
    return { ended: false, closes };
  }

  passed(value: UsageFields): void {
    for (const { index, finished } of choicesOf(value)) {
      if (this.#open.size < maxChoices) this.#open.set(index, !finished);
    }
  }

  stop(): readonly EndingEvent[] {
    const open = this.#open.size === 0 ? [0] : [...this.#open].flatMap(([index, isOpen]) => (isOpen ? [index] : []));
    const isCompletion = this.#common["object"] === completion;
    const choices = open.map((index) => ({
      index,
      ...(isCompletion ? { text: "" } : { delta: this.#open.has(index) ? {} : { role: "assistant", content: "" } }),
      logprobs: null,
      finish_reason: "content_filter",
    }));
    const last = { object: "chat.completion.chunk", ...this.#common, choices };
    return choices.length === 0 ? [done] : [{ data: JSON.stringify(last) }, done];
  }
}

function choicesOf(value: UsageFields): readonly { readonly index: number; readonly finished: boolean }[] {
  const choices: unknown = value["choices"];
  if (!Array.isArray(choices)) return [];
  return choices.map(fieldsOf).map((choice, position) => ({
    index: typeof choice["index"] === "number" ? choice["index"] : position,
    finished: typeof choice["finish_reason"] === "string",
  }));
}
