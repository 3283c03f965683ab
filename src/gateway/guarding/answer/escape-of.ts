import type { AnswerText } from "../../../dialects/answer-text.ts";
import type { Escape } from "../../../guards/redact/restorer.ts";

/** How an original is put back into a text: escaped where the text is itself JSON, as the arguments of a tool call are when they come as one text. */
export function escapeOf({ kind, channel, toolCall }: Pick<AnswerText, "kind" | "channel" | "toolCall">): Escape {
  if (kind !== "tool-arguments" || toolCall === undefined) return "none";
  // Further in stands a string of the arguments, which is written as any other.
  return channel.slice(toolCall.length + 1).includes("/") ? "none" : "json";
}
