import type { AnswerToolCall } from "../../../dialects/answer-text.ts";

/** A call of which nothing is missing: where it names no arguments, it has none. Gemini leaves them out so. */
export function withArguments(call: AnswerToolCall): AnswerToolCall {
  return call.arguments === undefined ? { ...call, arguments: "" } : call;
}
