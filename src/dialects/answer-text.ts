import type { LiteralSpan } from "./transcript.ts";

/** What a text is in an answer. */
export type AnswerTextKind = "text" | "reasoning" | "refusal" | "tool-name" | "tool-arguments";

/** One text of an answer, or of one event of a streamed one. */
export interface AnswerText extends LiteralSpan {
  /** JSON pointer (RFC 6901) in the answer, or in the event's data. */
  readonly pointer: string;
  readonly text: string;
  readonly kind: AnswerTextKind;
  /**
   * Which running text this is a piece of: `choices/0/content`, `content/1/input`, `output/0/content/0/text`. The same in
   * every event of a stream and in the plain answer; what comes on one channel, joined, is one text.
   */
  readonly channel: string;
  /** The tool call that a name or arguments belong to, alike for both: `choices/0/tool_calls/1`. Undefined: no tool call. */
  readonly toolCall: string | undefined;
  /** True for a text that is complete by itself: it follows nothing, or repeats all that came before on its channel. */
  readonly whole: boolean;
}

/** A tool call that an answer, or one event, names. Where a stream brings the arguments in pieces, they are in later events. */
export interface AnswerToolCall {
  readonly toolCall: string;
  readonly name: string;
  /** The arguments as JSON text; undefined when none stand beside the name. */
  readonly arguments: string | undefined;
}

/** Everything that an answer, or one event of it, says. */
export interface AnswerTexts {
  readonly texts: readonly AnswerText[];
  readonly toolCalls: readonly AnswerToolCall[];
  /**
   * Lists of tokens with their probabilities, which say the text once more in pieces that no detector can read. Who redacts
   * or withholds a text replaces each by `null` (see `dropTokens`).
   */
  readonly tokens: readonly LiteralSpan[];
  /** True when there is more than was read: a bound was hit, or it is no JSON. */
  readonly truncated: boolean;
}
